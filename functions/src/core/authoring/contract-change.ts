import type { Contract, ContractAction, ContractCondition } from '../../model/contract.ts';
import type { TriggerDraft } from '../../model/trigger.ts';
import { bareMeasure } from './planner/loose.ts';
import { type Rescheduling, reschedule } from './reschedule.ts';

/** A number that was said, and what it may be a number of. */
export interface SaidAmount {
  readonly value: number;
  readonly unit: ContractCondition['unit'] | null;
  /** ISO 4217, where money was named. */
  readonly currency: string | null;
}

/** One change of what somebody asked for. `number` is one that may be a time or a limit: the contract tells which. */
export type ContractChange =
  | {
      readonly type: 'triggers';
      readonly triggers: readonly TriggerDraft[];
      readonly assumptions: readonly string[];
    }
  | { readonly type: 'reschedule'; readonly change: Rescheduling; readonly assumptions: readonly string[] }
  /** `isBeside`: it could also come to the limit that is there. */
  | {
      readonly type: 'limit';
      readonly amount: SaidAmount;
      readonly operator: ContractCondition['operator'] | null;
      readonly isBeside?: boolean;
    }
  | { readonly type: 'number'; readonly value: number; readonly instead: number | null }
  | { readonly type: 'currency'; readonly currency: string }
  | { readonly type: 'add_action'; readonly action: ContractAction; readonly above: SaidAmount | null }
  | { readonly type: 'replace_actions'; readonly action: ContractAction; readonly instead: string | null }
  | { readonly type: 'remove_action'; readonly action: string | null; readonly to: string | null }
  | { readonly type: 'rename'; readonly name: string };

/** The changed contract; or one question; or a no. `name` where the playbook is to be called otherwise. */
export type Changed =
  | { readonly kind: 'changed'; readonly contract: Contract; readonly name: string | null }
  | {
      readonly kind: 'ask';
      readonly question: string;
      readonly about: 'time' | 'unit' | 'threshold' | 'recipient' | 'action';
      /** Changes that can be said as they stand. */
      readonly choices?: readonly string[];
    }
  | { readonly kind: 'refuse'; readonly message: string };

/** What a change is held against: the currency that the tenant counts in. */
export interface ChangeFacts {
  readonly currency: string;
}

/** The contract after a change that was said as `sentence`; nothing else of it is touched. Its examples are kept. */
export function applyChange(contract: Contract, change: ContractChange, sentence: string, facts: ChangeFacts): Changed {
  const made = changedBy(contract, change, facts);
  if (made.kind !== 'changed') return made;
  const assumed = 'assumptions' in change ? change.assumptions : [];
  const assumptions = [...new Set([...contract.assumptions, ...assumed])].slice(-20);
  const sentences = [...contract.sentences, sentence].slice(-50);
  return { ...made, contract: { ...made.contract, sentences, assumptions } };
}

function changedBy(contract: Contract, change: ContractChange, facts: ChangeFacts): Changed {
  switch (change.type) {
    case 'triggers':
      return withSchedule(contract, change.triggers);
    case 'reschedule':
      return rescheduled(contract, change.change);
    case 'limit':
      return turnsRound(contract, change) ?? withLimit(contract, change.amount, change.operator, facts);
    case 'number':
      return withNumber(contract, change.value, change.instead, facts);
    case 'currency':
      return inCurrency(contract, change.currency, facts);
    case 'add_action':
      return withAction(contract, change.action, change.above, facts);
    case 'replace_actions':
      return replacing(contract, change.action, change.instead);
    case 'remove_action':
      return removing(contract, change.action, change.to);
    case 'rename':
      return { kind: 'changed', contract, name: change.name };
  }
}

function changed(contract: Contract, more: Partial<Contract>): Changed {
  return { kind: 'changed', contract: { ...contract, ...more }, name: null };
}

const schedules = (contract: Contract) => contract.triggers.filter(({ type }) => type === 'schedule');

/** A new schedule takes the place of the old one and keeps its id; a playbook of events has none to change. */
function withSchedule(contract: Contract, triggers: readonly TriggerDraft[]): Changed {
  const [old] = schedules(contract);
  if (old === undefined) {
    return {
      kind: 'ask',
      question: 'It starts when something happens, not at a time. Shall it run at that time instead?',
      about: 'time',
    };
  }
  const others = contract.triggers.filter(({ type }) => type !== 'schedule');
  const [first, ...more] = triggers;
  const kept = first && old.id !== undefined ? { ...first, id: old.id } : first;
  return changed(contract, { triggers: [...others, ...(kept ? [kept, ...more] : [])] });
}

function rescheduled(contract: Contract, change: Rescheduling): Changed {
  const [old] = schedules(contract);
  if (old === undefined)
    return {
      kind: 'ask',
      question: 'It starts when something happens, not at a time. When shall it run?',
      about: 'time',
    };
  const triggers: TriggerDraft[] = [];
  for (const trigger of contract.triggers) {
    if (trigger.type !== 'schedule') triggers.push(trigger);
    else {
      const made = reschedule(trigger, change);
      if ('ask' in made) return { kind: 'ask', question: made.ask, about: 'time' };
      triggers.push(...made.triggers);
    }
  }
  return changed(contract, { triggers });
}

/** "Change it to 9": the limit where there is nothing but a limit, the time where there is nothing but a time. */
function withNumber(contract: Contract, value: number, instead: number | null, facts: ChangeFacts): Changed {
  const limits = contract.conditions.filter((one) => typeof one.value === 'number');
  const isTime = schedules(contract).length > 0;
  const isLimit = limits.some((one) => one.value === instead);
  const bare: SaidAmount = { value, unit: null, currency: null };
  if (isLimit || (limits.length > 0 && !isTime)) return withLimit(contract, bare, null, facts);
  if (!isTime) return { kind: 'ask', question: `What is to be ${value}?`, about: 'threshold' };
  if (limits.length > 0 && instead === null) {
    const choices = [`Change the time to ${value}`, `Change the limit to ${value}`];
    return { kind: 'ask', question: `Is ${value} the time, or the limit?`, about: 'time', choices };
  }
  if (!Number.isInteger(value) || value < 0 || value > 23)
    return { kind: 'ask', question: 'At what time, exactly?', about: 'time' };
  return rescheduled(contract, {
    times: [{ minutes: value * 60, loose: value > 0 && value <= 12 }],
    instead: instead === null ? null : instead * 60,
  });
}

function withLimit(
  contract: Contract,
  amount: SaidAmount,
  operator: ContractCondition['operator'] | null,
  facts: ChangeFacts,
): Changed {
  const limits = contract.conditions.filter((one) => typeof one.value === 'number');
  const fitting = amount.unit === null ? limits : limits.filter(({ unit }) => unit === amount.unit);
  const [meant, other] = fitting.length === 1 ? fitting : limits;
  if (meant === undefined) return withNewLimit(contract, amount, operator, facts);
  if (other !== undefined)
    return { kind: 'ask', question: 'It has more than one limit. Which one is meant?', about: 'threshold' };
  const wrong = wrongMoney(amount, facts);
  if (wrong) return wrong;
  const unit = amount.unit ?? meant.unit;
  const isSwap = unit !== meant.unit && !(isPrice(unit) && isPrice(meant.unit));
  if (isSwap)
    return { kind: 'ask', question: `Its limit is in ${meant.unit}, not in ${unit}. What is meant?`, about: 'unit' };
  const next = { ...meant, value: amount.value, unit, operator: operator ?? meant.operator };
  return changed(contract, { conditions: contract.conditions.map((one) => (one === meant ? next : one)) });
}

/** "And under $500", where it is "over $200": instead of it, or both? */
function turnsRound(
  { conditions }: Contract,
  { operator, isBeside = false }: Extract<ContractChange, { type: 'limit' }>,
): Changed | null {
  const limits = conditions.filter(({ value }) => typeof value === 'number');
  const isOther = limits.some((one) => operator !== null && one.operator.charAt(0) !== operator.charAt(0));
  if (!isBeside || !isOther) return null;
  return { kind: 'ask', question: 'Its limit is on the other side. What shall hold, altogether?', about: 'threshold' };
}

/** "Only when it's more than $50": of what the subject has just one measure of. */
function withNewLimit(
  contract: Contract,
  amount: SaidAmount,
  operator: ContractCondition['operator'] | null,
  facts: ChangeFacts,
): Changed {
  const { unit, currency, value } = amount;
  const measure = unit === 'currency' ? bareMeasure(contract.subject, { unit, currency }, null) : null;
  if (measure === null || operator === null)
    return { kind: 'ask', question: 'It has no limit yet. What is to be compared?', about: 'threshold' };
  const made: ContractCondition = { measure, operator, value, unit: 'currency', base: 'none', of: null };
  return wrongMoney(amount, facts) ?? changed(contract, { conditions: [...contract.conditions, made] });
}

/** A difference of prices can be said in percent or in money. */
function isPrice(unit: ContractCondition['unit']): boolean {
  return unit === 'percent' || unit === 'currency';
}

function wrongMoney({ currency }: SaidAmount, facts: ChangeFacts): Changed | null {
  if (currency === null || currency === facts.currency) return null;
  return {
    kind: 'refuse',
    message: `Your prices are in ${facts.currency}; I cannot compare them with an amount in ${currency}.`,
  };
}

/** "In euros": the number stays, and is one of money from now on. */
function inCurrency(contract: Contract, currency: string, facts: ChangeFacts): Changed {
  const wrong = wrongMoney({ value: 0, unit: 'currency', currency }, facts);
  if (wrong) return wrong;
  const meant = contract.conditions.filter(({ unit }) => isPrice(unit));
  const [only, other] = meant;
  if (only === undefined || other !== undefined)
    return { kind: 'ask', question: 'Which limit is in money?', about: 'unit' };
  return changed(contract, {
    conditions: contract.conditions.map((one) => (one === only ? { ...one, unit: 'currency' } : one)),
  });
}

/** `above`: only where the limit of the contract is passed by that much ("and if it is over 25 % …"). */
function withAction(contract: Contract, action: ContractAction, above: SaidAmount | null, facts: ChangeFacts): Changed {
  const limits = contract.conditions.filter((one) => typeof one.value === 'number');
  if (above !== null) {
    const [meant, other] = limits.length > 1 ? limits.filter(({ unit }) => unit === above.unit) : limits;
    const wrong = wrongMoney(above, facts);
    if (wrong) return wrong;
    if (meant === undefined || other !== undefined)
      return { kind: 'ask', question: 'What is to be more than that?', about: 'threshold' };
    const unit = above.unit ?? meant.unit;
    return changed(contract, {
      actions: [...contract.actions, { ...action, also: [{ ...meant, value: above.value, unit }] }],
    });
  }
  const same = contract.actions.find(
    (one) => one.action === action.action && one.when === action.when && one.also.length === 0,
  );
  if (same === undefined) return changed(contract, { actions: [...contract.actions, action] });
  const to = [...new Set([...same.to, ...action.to])];
  return changed(contract, { actions: contract.actions.map((one) => (one === same ? { ...one, to } : one)) });
}

/** What only tells somebody; what is made or changed for it stays when the recipient changes. */
const TELLS = new Set(
  'notify send_email post_slack_message send_telegram_message post_discord_message post_teams_message send_sms send_push'.split(
    ' ',
  ),
);

function tells({ action }: ContractAction): boolean {
  return TELLS.has(action);
}

function replacing(contract: Contract, action: ContractAction, instead: string | null): Changed {
  const told = contract.actions.filter(
    (one) => tells(one) && (instead === null || isSame(one.action, instead) || one.to.includes(instead)),
  );
  const [only, other] = told;
  if (only === undefined) return { kind: 'ask', question: 'Instead of what?', about: 'action' };
  if (other !== undefined && instead === null)
    return { kind: 'ask', question: 'It tells more than one. Instead of which?', about: 'recipient' };
  const { when, also, details } = only;
  const next = { ...action, when, also, details: { ...details, ...action.details } };
  return changed(contract, { actions: contract.actions.map((one) => (one === only ? next : one)) });
}

const MAILS = new Set(['notify', 'send_email']);
function isSame(action: string, other: string): boolean {
  return action === other || (MAILS.has(action) && MAILS.has(other));
}

function removing(contract: Contract, action: string | null, to: string | null): Changed {
  const isMeant = (one: ContractAction) =>
    (action === null || one.action === action || (to === null && MAILS.has(action) && MAILS.has(one.action))) &&
    (to === null || one.to.includes(to));
  const meant = contract.actions.filter(isMeant);
  if (meant.length === 0)
    return { kind: 'ask', question: 'It does not do that. What is it to stop doing?', about: 'action' };
  const actions = contract.actions.flatMap((one) => {
    if (!isMeant(one)) return [one];
    const left = to === null ? [] : one.to.filter((name) => name !== to);
    return left.length > 0 ? [{ ...one, to: left }] : [];
  });
  if (actions.length === 0)
    return {
      kind: 'ask',
      question: 'Then nothing is left to do. Shall I pause it?',
      about: 'action',
      choices: ['Pause it'],
    };
  return changed(contract, { actions });
}
