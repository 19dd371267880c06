import type { ContractCondition } from '../../functions/src/model/contract.ts';
import { stepCatalog } from '../../functions/src/steps/registry.ts';
import type { ExpectedAction, ExpectedCondition, Facts } from './row.ts';
import { essential, sameConditions } from './same-condition.ts';

/** One act on one recipient, with all that has to hold for it. */
interface Act<C> {
  /** `mail` for whatever reaches a person by e-mail, else the step type. */
  readonly channel: string;
  /** Null where it is left open. */
  readonly to: string | null;
  readonly isOtherwise: boolean;
  readonly conditions: readonly C[];
  readonly details: Readonly<Record<string, string>>;
}

interface Acting<C> {
  readonly conditions: readonly C[];
  readonly actions: readonly (Omit<ExpectedAction, 'also'> & { readonly also?: readonly C[] | undefined })[];
}

/**
 * Why the actions are not those that are expected; null where they are: the same acts on the same recipients under the
 * same conditions, however they are divided. Where no conditions are given, those of the whole are not looked at.
 */
export function actionsDiffer(
  expected: { [F in keyof Acting<ExpectedCondition>]: Acting<ExpectedCondition>[F] | undefined },
  actual: Acting<ContractCondition>,
  facts: Facts,
): string | null {
  const named = (expected.actions ?? []).map(({ action }) => action);
  const acting = actual.actions.filter(({ action }) => named.includes(action) || !onlyPrepares(action));
  const found = actsOf({ ...actual, actions: acting }, facts);
  if (expected.actions === undefined) return conditionsDiffer(expected.conditions, actual, found);
  const looksAtConditions = expected.conditions !== undefined;
  const rest = [...found];
  for (const wanted of actsOf({ conditions: expected.conditions ?? [], actions: expected.actions }, facts)) {
    const matches = rest.filter((act) => sameAct(wanted, act, looksAtConditions));
    if (matches.length === 0) return `no ${describe(wanted)} among ${found.map(describe).join(', ') || 'no acts'}`;
    for (const match of wanted.to === null ? matches : matches.slice(0, 1)) rest.splice(rest.indexOf(match), 1);
  }
  const [surplus] = rest;
  return surplus ? `${describe(surplus)}, which nobody asked for` : null;
}

function conditionsDiffer(
  expected: readonly ExpectedCondition[] | undefined,
  actual: Acting<ContractCondition>,
  acts: readonly Act<ContractCondition>[],
): string | null {
  if (expected === undefined) return null;
  const sets = acts.length === 0 ? [actual.conditions] : acts.map(({ conditions }) => conditions);
  const odd = sets.find((conditions) => !sameConditions(essential(expected), conditions));
  return odd ? `conditions ${JSON.stringify(odd)}` : null;
}

/** Steps that look, compute or write a text: how something is done, not what was asked for. */
function onlyPrepares(action: string): boolean {
  const type = stepCatalog.get(action);
  return type?.kind === 'action' && type.effect === 'none' && type.category !== 'messaging';
}

function actsOf<C extends ExpectedCondition>({ conditions, actions }: Acting<C>, facts: Facts): Act<C>[] {
  const acts = actions.flatMap(({ action, to, when = 'then', also = [], details = {} }) => {
    const channel = action === 'notify' || action === 'send_email' ? 'mail' : action;
    const all = when === 'always' ? also : [...conditions, ...also];
    const act = { channel, isOtherwise: when === 'otherwise', conditions: essential(all), details };
    return recipients(to, channel, facts).map((recipient) => ({ ...act, to: recipient }));
  });
  return acts.filter(
    (act, index) => !acts.slice(0, index).some((other) => JSON.stringify(other) === JSON.stringify(act)),
  );
}

function recipients(to: readonly string[] | undefined, channel: string, facts: Facts): (string | null)[] {
  if (to === undefined) return [null];
  if (to.length === 0) return [channel === 'mail' ? 'user' : ''];
  return to.map((recipient) => plainRecipient(recipient, facts));
}

function plainRecipient(recipient: string, { user }: Facts): string {
  const text = recipient.trim().toLowerCase();
  if (text === 'me' || text === user.email.toLowerCase() || text === '{{user.email}}') return 'user';
  return /^\+?[\d\s().-]{7,}$/.test(text) ? text.replace(/\D/g, '') : text.replace(/^[#@]/, '');
}

function sameAct(wanted: Act<ExpectedCondition>, act: Act<ContractCondition>, looksAtConditions: boolean): boolean {
  const values = Object.values(act.details).map((value) => value.toLowerCase());
  return (
    wanted.channel === act.channel &&
    (wanted.to === null || wanted.to === act.to) &&
    wanted.isOtherwise === act.isOtherwise &&
    (!looksAtConditions || sameConditions(wanted.conditions, act.conditions)) &&
    Object.values(wanted.details).every((value) => values.some((other) => other.includes(value.toLowerCase())))
  );
}

function describe({ channel, to, isOtherwise, conditions, details }: Act<ExpectedCondition>): string {
  const when = conditions.map((one) =>
    [one.measure, one.operator, one.value, one.unit, one.base, one.of].filter(Boolean).join(' '),
  );
  const what = Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : '';
  return `${channel}${to ? ` to ${to}` : ''}${what}${when.length > 0 ? ` ${isOtherwise ? 'unless' : 'if'} ${when.join(' and ')}` : ''}`;
}
