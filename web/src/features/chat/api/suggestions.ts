import type { Business } from '@model/business.ts';
import type { PlaybookStatus } from '@model/playbook.ts';

/** What there is of a business, as far as suggestions need it. */
export interface ShopFacts {
  /** What kind of business it is; null where nobody has said so. */
  readonly business: Business | null;
  /** Names, the most important first. */
  readonly competitors: readonly string[];
  /** The newest first. */
  readonly playbooks: readonly {
    readonly name: string;
    readonly status: PlaybookStatus;
    readonly triggers: readonly { readonly type: string }[];
  }[];
  readonly stock: readonly { readonly name: string; readonly quantity: number; readonly reorderPoint: number }[];
  readonly hasProducts: boolean;
  readonly hasInvoices: boolean;
  readonly hasReviews: boolean;
}

export type SuggestionKind =
  | 'prices'
  | 'stock'
  | 'report'
  | 'invoices'
  | 'reviews'
  | 'reminder'
  | 'question'
  | 'data'
  | 'members'
  | 'leads'
  | 'orders';
export interface Suggestion {
  readonly kind: SuggestionKind;
  readonly text: string;
}

const MOST = 4;

/** Sentences that are understood and that make sense for this business: what it has comes first. */
export function suggestionsFor(facts: ShopFacts): readonly Suggestion[] {
  const active = facts.playbooks.find(
    ({ name, status, triggers }) =>
      status === 'active' && triggers.some(({ type }) => type === 'schedule') && isAlone(name, facts),
  );
  const all: (Suggestion | null)[] = [
    active === undefined ? null : { kind: 'question', text: `When does ${active.name} run next?` },
    ofCompetitors(facts),
    ...(facts.business === null ? [] : ofBusiness[facts.business]),
    ofStock(facts),
    facts.hasInvoices ? { kind: 'invoices', text: 'Email me when an invoice is 7 days late' } : null,
    facts.hasReviews ? { kind: 'reviews', text: 'Email me when a review has two stars or less' } : null,
    facts.competitors.length > 0 ? { kind: 'report', text: 'Send me a competitor report every Monday at 8am' } : null,
    facts.hasProducts ? { kind: 'data', text: 'How many products do we have?' } : null,
    facts.stock.length === 0 ? { kind: 'stock', text: 'Email me when stock runs low' } : null,
    facts.hasInvoices ? null : { kind: 'invoices', text: 'Email me when an invoice is 7 days late' },
    facts.hasReviews ? null : { kind: 'reviews', text: 'Email me when a review has two stars or less' },
    { kind: 'reminder', text: 'Remind me every Friday at 4pm to order supplies' },
    { kind: 'data', text: 'What playbooks do we have?' },
  ];
  const isDone = ({ kind }: Suggestion) => facts.playbooks.some(({ name }) => DONE[kind]?.test(name));
  return all
    .filter((one) => one !== null)
    .filter((one) => !isDone(one))
    .filter(({ text }, index, some) => some.findIndex((other) => other.text === text) === index)
    .slice(0, MOST);
}

/** What nearly every business of a kind wants. */
const ofBusiness: Readonly<Record<Business, readonly Suggestion[]>> = {
  shop: [],
  online_store: [{ kind: 'orders', text: 'Email me when an order is over 500' }],
  gym: [
    { kind: 'members', text: 'Email me every Monday which members are past due' },
    { kind: 'members', text: 'Email me when a trial ends soon' },
  ],
  coach: [
    { kind: 'invoices', text: 'Email me when an invoice is 7 days late' },
    { kind: 'reminder', text: 'Remind me every Friday at 3pm to review my week' },
  ],
  agency: [
    { kind: 'leads', text: 'Email me when a new prospect comes in' },
    { kind: 'invoices', text: 'Email me when an invoice is 7 days late' },
  ],
};

/** What a playbook is called that does already what is suggested. */
const DONE: Partial<Readonly<Record<SuggestionKind, RegExp>>> = {
  stock: /stock/i,
  invoices: /invoice/i,
  reviews: /review/i,
  report: /report/i,
  reminder: /^reminder/i,
  members: /member|trial/i,
  leads: /prospect|lead/i,
  orders: /order/i,
};

function isAlone(name: string, { playbooks }: ShopFacts): boolean {
  return playbooks.filter((one) => one.name === name).length === 1;
}

function ofCompetitors({ competitors, playbooks }: ShopFacts): Suggestion | null {
  const [only] = competitors;
  if (only === undefined) return null;
  const whom = competitors.length === 1 ? `${only}’s` : `our top ${Math.min(competitors.length, 3)} competitors’`;
  const isWatched = playbooks.some(({ name }) => /price alert/i.test(name));
  if (isWatched) return { kind: 'prices', text: `Alert me when ${only} changes a price` };
  return {
    kind: 'prices',
    text: `Track ${whom} prices every morning and email me if they undercut us by more than 10%`,
  };
}

/** The product that is nearest to its reorder point. */
function ofStock({ stock }: ShopFacts): Suggestion | null {
  const [scarcest] = stock.toSorted((a, b) => a.quantity - a.reorderPoint - (b.quantity - b.reorderPoint));
  if (scarcest === undefined) return null;
  const { name, quantity, reorderPoint } = scarcest;
  if (quantity > 2 * reorderPoint) return { kind: 'stock', text: 'Email me when stock runs low' };
  return { kind: 'stock', text: `Email me when stock of ${name} drops below ${Math.max(1, reorderPoint)}` };
}
