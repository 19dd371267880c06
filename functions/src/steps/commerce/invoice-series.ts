import { numberIn, textIn } from '../../core/engine/fields.ts';
import { issuedAt } from '../../core/engine/open-invoice.ts';
import type { JsonObject } from '../../model/json.ts';
import { numberOfInvoice, type Problem } from './invoice-problems.ts';

/** Longer gaps are a new series, not missing invoices. */
const MAX_GAP = 20;

/** Invoices that share a number, or agree in customer, amount and day under different ones. */
export function doubles(all: readonly JsonObject[]): Problem[] {
  const sameNumber = groupsOf(all, (one) => numberOfInvoice(one)?.toLowerCase() ?? null);
  const alike = groupsOf(all, (one) => {
    const customer = textIn(one, 'customerId', 'customer_id', 'email');
    const [amount, day] = [numberIn(one, 'amount', 'total'), issuedAt(one)?.slice(0, 10)];
    return customer === null || amount === null || day === undefined ? null : `${customer}|${amount}|${day}`;
  });
  const isTold = new Set(sameNumber.flat().map(({ id }) => id));
  return [
    ...told(sameNumber, 'same_number', (other) => `It has the number of invoice ${other}`),
    ...told(
      alike.map((group) => group.filter(({ id }) => !isTold.has(id))),
      'looks_double',
      (other) => `Customer, amount and day are those of invoice ${other}`,
    ),
  ];
}

function groupsOf(all: readonly JsonObject[], keyOf: (one: JsonObject) => string | null): JsonObject[][] {
  return [...Map.groupBy(all, keyOf)].flatMap(([key, group]) => (key === null || group.length < 2 ? [] : [group]));
}

/** All but the first of a group. */
function told(
  groups: readonly JsonObject[][],
  problem: Problem['problem'],
  words: (other: string) => string,
): Problem[] {
  return groups.flatMap(([first, ...others]) =>
    others.map((one) => {
      return { id: String(one.id), number: numberOfInvoice(one), problem, message: words(String(first?.id)) };
    }),
  );
}

/** Numbers that are missing between others of the same form: `INV-7` and `INV-9` lack `INV-8`. */
export function numberGaps(all: readonly JsonObject[]): Problem[] {
  const numbered = all.flatMap((one) => {
    const [, series, digits] = /^(.*?)(\d{1,12})$/.exec(numberOfInvoice(one) ?? '') ?? [];
    return series === undefined || digits === undefined
      ? []
      : [{ id: String(one.id), series, digits, at: Number(digits) }];
  });
  return [...Map.groupBy(numbered, ({ series }) => series).values()].flatMap((group) => {
    const sorted = group.toSorted((a, b) => a.at - b.at);
    return sorted.flatMap((one, index) => {
      const before = sorted[index - 1];
      const missing = before === undefined ? 0 : one.at - before.at - 1;
      if (before === undefined || missing < 1 || missing > MAX_GAP) return [];
      const name = (at: number) => `${one.series}${String(at).padStart(before.digits.length, '0')}`;
      const which = missing === 1 ? name(before.at + 1) : `${name(before.at + 1)} to ${name(one.at - 1)}`;
      const message = `${which} ${missing === 1 ? 'is' : 'are'} missing before it`;
      return [{ id: one.id, number: `${one.series}${one.digits}`, problem: 'number_gap' as const, message }];
    });
  });
}
