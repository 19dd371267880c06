import { type Contract, contractConditionSchema } from '../../functions/src/model/contract.ts';
import type { Outcome } from './outcome.ts';
import type { Expectation, ExpectedCondition, ExpectedMeaning, ExpectedTrigger, Facts, Row } from './row.ts';
import { actionsDiffer } from './same-actions.ts';
import { essential } from './same-condition.ts';
import { timesDiffer } from './same-times.ts';

/** Events that are another one under a condition, so that both ways to say it are the same. */
const NARROWER: Readonly<Record<string, { general: string; condition: ExpectedCondition }>> = {
  'review.negative': {
    general: 'review.created',
    condition: { measure: 'rating', operator: '<=', value: 2, unit: 'stars' },
  },
  'inventory.out_of_stock': {
    general: 'inventory.quantity_changed',
    condition: { measure: 'quantity', operator: '<=', value: 0, unit: 'count' },
  },
  'competitor.undercut': {
    general: 'competitor.price_changed',
    condition: { measure: 'undercutting', operator: '>=', value: 1, unit: 'count' },
  },
  // Told on several days: without a number of days the first is meant.
  'invoice.past_due': {
    general: 'invoice.past_due',
    condition: { measure: 'days_past_due', operator: '==', value: 1, unit: 'days' },
  },
  'customer.inactive': {
    general: 'customer.inactive',
    condition: { measure: 'days_inactive', operator: '==', value: 30, unit: 'days' },
  },
};
/** Under a limit of one's own, low stock is a quantity that comes to lie below it. */
const WITH_QUANTITY: Readonly<Record<string, string>> = { 'inventory.low_stock': 'inventory.quantity_changed' };
/** What makes a condition of the narrower event idle. */
const SAME_MATTER: Readonly<Record<string, readonly string[]>> = { undercutting: ['undercutting', 'price_gap'] };

/** How the outcome differs from the reading of the row that it comes nearest to; empty where it meets one. */
export function differences({ expect, facts }: Row, outcome: Outcome): readonly string[] {
  return expect
    .map((expected) => differencesFrom(expected, outcome, facts))
    .reduce((best, other) => (other.length < best.length ? other : best));
}

function differencesFrom(expected: Expectation, outcome: Outcome, facts: Facts): readonly string[] {
  switch (expected.kind) {
    case 'create':
      return outcome.kind === 'create' ? meaningDiffers(expected, outcome.contract, facts) : [came(outcome, 'create')];
    case 'ask': {
      if (outcome.kind !== 'ask') return [came(outcome, 'ask')];
      const about: readonly string[] = [expected.about ?? outcome.about].flat();
      return about.includes(outcome.about) ? [] : [`asked about ${outcome.about}, expected ${about.join(' or ')}`];
    }
    case 'refuse':
      return outcome.kind === 'refuse' ? [] : [came(outcome, 'refuse')];
    case 'command':
      return commandDiffers(expected, outcome, facts);
  }
}

function commandDiffers(
  { command, kind: _, ...meaning }: Extract<Expectation, { kind: 'command' }>,
  outcome: Outcome,
  facts: Facts,
): readonly string[] {
  // A change of what has only been proposed may come as a new proposal.
  if (outcome.kind === 'create' && command.verb === 'edit' && !command.target)
    return meaningDiffers(meaning, outcome.contract, facts);
  if (outcome.kind !== 'command') return [came(outcome, `command ${command.verb}`)];
  if (outcome.verb !== command.verb) return [`command ${outcome.verb}, expected ${command.verb}`];
  const target = resolved(outcome.target, facts);
  if (command.target !== undefined && target !== resolved(command.target, facts)) {
    return [`target ${target}, expected ${command.target}`];
  }
  if (Object.keys(meaning).length === 0) return [];
  return outcome.contract === null ? ['an edit without a contract'] : meaningDiffers(meaning, outcome.contract, facts);
}

/** The name of the playbook that is meant: the only one with all words of what it was called, or that itself. */
function resolved(target: string | null, { playbooks }: Facts): string | null {
  if (target === null) return null;
  const words = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
  const wanted = words(target).filter((word) => !['the', 'my', 'our', 'playbook', 'automation'].includes(word));
  const named = playbooks.filter(({ name }) => wanted.every((word) => words(name).includes(word)));
  const exact = named.find(({ name }) => words(name).join() === wanted.join());
  return (exact ?? (named.length === 1 ? named[0] : undefined))?.name ?? wanted.join(' ');
}

function came(outcome: Outcome, expected: string): string {
  return `${cameAs(outcome)}, expected ${expected}`;
}

function cameAs(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'create':
      return 'created a playbook';
    case 'ask':
      return `asked about ${outcome.about} (${outcome.question})`;
    case 'refuse':
      return `refused (${outcome.message})`;
    case 'command':
      return `took it for the command ${outcome.verb}`;
  }
}

function meaningDiffers(expected: ExpectedMeaning, contract: Contract, facts: Facts): readonly string[] {
  const { subject, triggers, conditions, actions, competitors, urls } = expected;
  const wanted = {
    actions,
    conditions: conditions && toldConditions(triggers ?? [], conditions, (condition) => condition),
  };
  const found = {
    actions: contract.actions,
    conditions: toldConditions(contract.triggers, contract.conditions, (condition) =>
      contractConditionSchema.parse(condition),
    ),
  };
  const hasQuantity = found.conditions.some(({ measure }) => measure === 'quantity');
  return [
    subject && subject !== contract.subject ? `subject ${contract.subject}, expected ${subject}` : null,
    triggers ? triggersDiffer(triggers, contract.triggers, { ...facts, hasQuantity }) : null,
    actionsDiffer(wanted, found, facts),
    competitors ? competitorsDiffer(competitors, contract.competitors) : null,
    urls ? urlsDiffer(urls, contract.urls) : null,
  ].filter((why) => why !== null);
}

/** With the condition that a narrower event stands for, where all triggers are that event and nothing says it closer. */
function toldConditions<C extends ExpectedCondition>(
  triggers: readonly ExpectedTrigger[] | Contract['triggers'],
  conditions: readonly C[],
  full: (condition: ExpectedCondition) => C,
): readonly C[] {
  const [narrower, ...others] = new Set(
    triggers.map((one) => (one.type === 'event' ? NARROWER[one.eventName ?? ''] : undefined)),
  );
  if (narrower === undefined || others.length > 0) return conditions;
  const matters = SAME_MATTER[narrower.condition.measure] ?? [narrower.condition.measure];
  const isIdle = essential(conditions).some(({ measure }) => matters.includes(measure));
  return isIdle ? conditions : [...conditions, full(narrower.condition)];
}

/** The event under which all that mean the same are compared. */
function generalEvent(name: string | undefined, hasQuantity: boolean): string | undefined {
  const general = NARROWER[name ?? '']?.general ?? name;
  return hasQuantity ? (WITH_QUANTITY[general ?? ''] ?? general) : general;
}

function triggersDiffer(
  expected: readonly ExpectedTrigger[],
  actual: Contract['triggers'],
  { now, hasQuantity }: Pick<Facts, 'now'> & { readonly hasQuantity: boolean },
): string | null {
  const times = timesDiffer(
    expected.filter((trigger) => trigger.type === 'schedule'),
    actual.filter((trigger) => trigger.type === 'schedule'),
    now,
  );
  if (times !== null) return times;
  const rest = actual.filter((trigger) => trigger.type !== 'schedule');
  for (const wanted of expected.filter((trigger) => trigger.type !== 'schedule')) {
    const at = rest.findIndex((trigger) => sameTrigger(wanted, trigger, hasQuantity));
    if (at < 0) return `no trigger ${JSON.stringify(wanted)} among ${JSON.stringify(rest)}`;
    rest.splice(at, 1);
  }
  return rest.length > 0 ? `a trigger that nobody asked for: ${JSON.stringify(rest[0])}` : null;
}

function sameTrigger(wanted: ExpectedTrigger, trigger: Contract['triggers'][number], hasQuantity: boolean): boolean {
  if (wanted.type !== 'event' || trigger.type !== 'event') return wanted.type === trigger.type;
  const spaced = (text: string | null | undefined) => text?.replaceAll(/\s+/g, ' ').trim();
  return (
    (wanted.eventName === undefined ||
      generalEvent(wanted.eventName, hasQuantity) === generalEvent(trigger.eventName, hasQuantity)) &&
    (wanted.filter === undefined || spaced(wanted.filter) === spaced(trigger.filter))
  );
}

function competitorsDiffer(
  expected: NonNullable<ExpectedMeaning['competitors']>,
  actual: Contract['competitors'],
): string | null {
  const isThere = ({ name, url }: (typeof expected)[number]) =>
    actual.some(
      (one) =>
        (name === undefined || one.name.toLowerCase() === name.toLowerCase()) &&
        (url === undefined || plainUrl(one.url) === plainUrl(url)),
    );
  return expected.length === actual.length && expected.every(isThere)
    ? null
    : `competitors ${actual.map(({ name }) => name).join(', ') || 'none'}`;
}

function urlsDiffer(expected: readonly string[], actual: readonly string[]): string | null {
  const set = (urls: readonly string[]) => [...new Set(urls.map(plainUrl))].sort().join(' ');
  return set(expected) === set(actual) ? null : `addresses ${actual.join(', ') || 'none'}`;
}

function plainUrl(url: string): string {
  const { host, pathname, search } = new URL(url);
  return `${host.replace(/^www\./, '')}${pathname.replace(/\/$/, '')}${search}`;
}
