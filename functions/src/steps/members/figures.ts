import { z } from 'zod';
import { tallyOf } from '../../core/engine/fields.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { formatMoney, roundMoney } from '../money.ts';
import { isPastDue, type Person } from './person.ts';

const counted = z.array(z.object({ value: z.string().nullable(), count: z.int() }));
export const figuresSchema = z.object({
  /** How many there are in all. */
  total: z.int(),
  withEmail: z.int(),
  byStatus: counted,
  byPlan: counted,
  bySource: counted,
  /** Past due by what is said of them, and nobody knows how much. */
  withoutAmount: z.int(),
  amountDue: z.object({ total: z.number(), average: z.number(), largest: z.number() }),
});
type Figures = z.infer<typeof figuresSchema>;

/** Over everybody, however few are shown. */
export function figuresOf(people: readonly Person[], currency: string): Figures {
  const due = people.map(({ amountDue }) => amountDue);
  const total = roundMoney(
    due.reduce((sum, amount) => sum + amount, 0),
    currency,
  );
  const owing = due.filter((amount) => amount > 0).length;
  const average = owing === 0 ? 0 : roundMoney(total / owing, currency);
  return {
    total: people.length,
    withEmail: people.filter(({ email }) => email !== null).length,
    byStatus: tallyOf(people.map(({ status }) => status)),
    byPlan: tallyOf(people.map(({ plan }) => plan)),
    bySource: tallyOf(people.map(({ source }) => source)),
    withoutAmount: people.filter((one) => isPastDue(one) && one.amountDue === 0).length,
    amountDue: { total, average, largest: due.reduce((most, amount) => Math.max(most, amount), 0) },
  };
}

interface Told {
  readonly noun: string;
  /** How many documents, where there may be more; else null. */
  readonly lookedAt: number | null;
  readonly shown: number;
  readonly unknown: readonly string[];
}

export function summaryOf(
  { total, withEmail, withoutAmount, amountDue }: Figures,
  told: Told,
  { org, user }: StepContext,
): string {
  const money = (amount: number) => formatMoney(amount, org.currency, user.locale);
  const owed =
    amountDue.total === 0 ? '' : `; ${money(amountDue.total)} due in all, ${money(amountDue.largest)} at most`;
  const open = withoutAmount === 0 ? '' : `; of ${withoutAmount} nobody has noted how much`;
  const cut = told.lookedAt !== null ? ` Only the first ${told.lookedAt} documents were looked at.` : '';
  const unknown = told.unknown.length === 0 ? '' : ` Nobody has the field ${told.unknown.join(', ')}.`;
  return `${total} ${told.noun}, ${withEmail} with an e-mail address; ${told.shown} shown${owed}${open}.${cut}${unknown}`;
}
