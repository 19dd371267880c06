import type { Contract, ContractAction, ContractCondition } from '../../model/contract.ts';
import { SENDERS } from '../../model/hook.ts';
import type { Recurrence, TriggerDraft } from '../../model/trigger.ts';
import { describeRecurrence, joinWords, localTime } from '../triggering/describe-recurrence.ts';
import { nextOccurrence } from '../triggering/next-occurrence.ts';
import { actionInWords, addressees } from './action-words.ts';
import type { AuthoringFacts } from './authoring-facts.ts';
import { conditionsInWords } from './condition-words.ts';
import { watchOf } from './contract-watch.ts';
import { isReport } from './subjects/competitor-prices.ts';
import { ContractError } from './subjects/conditions.ts';
import { type Source, sourceInWords, subjects } from './subjects/subjects.ts';

/** One thing that it does: `{action: 'notify', title: 'e-mail you (a@b.c)', toWhom: ['a@b.c'], only: 'if …' | null}`. */
export interface ActionWords {
  readonly action: string;
  readonly title: string;
  readonly toWhom: readonly string[];
  /** When, beyond what holds for all of it: `otherwise`, `in any case`, `if it is more than 20%`. */
  readonly only: string | null;
}

/** A contract part by part. */
export interface ContractWords {
  /** `every day at 9:00 AM Eastern Time`, `whenever an order comes in`. */
  readonly triggers: readonly string[];
  /** `scan your 3 competitors (A, B and C)`; null where events tell of it. */
  readonly looks: string | null;
  /** `if one of them undercuts your price by more than 10% (measured against your price)`; null where it always acts. */
  readonly condition: string | null;
  readonly actions: readonly ActionWords[];
  /** That it tells only when something begins; null where it tells as often as it finds it. */
  readonly once: string | null;
  /** `Sat, Nov 21, 2026, 9:00 AM EST`; null where no schedule is in it. */
  readonly next: string | null;
  /** What was taken for granted, and what may surprise. */
  readonly checks: readonly string[];
}

const MAX_LENGTH = 700;

export function contractInWords(contract: Contract, facts: AuthoringFacts): ContractWords {
  const { triggers, conditions, actions } = contract;
  const source = sourceInWords(contract);
  const isWritten = contract.subject === 'competitor_prices' && source.by === 'look' && isReport(contract);
  return {
    triggers: triggers.map((trigger) => triggerInWords(trigger, contract, facts)),
    looks: source.by === 'look' ? `${source.look.words(contract)}${isWritten ? ', write a report' : ''}` : null,
    condition: conditionsInWords(
      conditions.filter((one) => one !== dayIn(contract) && !isLateAtAll(one, source)),
      contract,
      facts.currency,
    ),
    actions: actions.map((action) => ({
      action: action.action,
      title: actionInWords(action, facts, isWritten),
      toWhom: addressees(action, facts),
      only: onlyInWords(action, contract, facts),
    })),
    once: onceInWords(contract, source),
    next: nextTime(triggers, facts),
    checks: [...contract.assumptions, ...surprises(contract)],
  };
}

/** When, next when, what, on what condition and to whom, and what is to be checked: at most 700 characters. */
export function explainContract(contract: Contract, facts: AuthoringFacts): string {
  const { triggers, looks, condition, actions, once, next, checks } = contractInWords(contract, facts);
  const done = sentencesOf(actions, condition);
  const first = [...(looks === null ? [] : [looks]), ...done.first];
  const lines = [`${capital(joinWords(triggers))}, I'll ${joinWords(first)}.`, ...done.others];
  if (once !== null) lines.push(once);
  if (next !== null) lines.push(`The next time is ${next}.`);
  const [told, ...more] = shortened(lines.join(' '), checks);
  return [told, ...more].join(' ');
}

function onceInWords(contract: Contract, source: Source): string | null {
  if (isWatched(contract, source)) return 'I say so when it begins, not at each look.';
  const isCrossing =
    source.by === 'event' &&
    source.events.some((event) => contract.conditions.some((condition) => event.isCrossing?.(condition)));
  return isCrossing ? 'I say so when it comes to that, not at each change after it.' : null;
}

/** What is to be checked, as far as there is room; the first counts most. */
function shortened(told: string, checks: readonly string[]): string[] {
  const text = told.length > MAX_LENGTH ? `${told.slice(0, MAX_LENGTH - 1)}…` : told;
  for (let count = checks.length; count > 0; count--) {
    const check = `Please check: ${checks.slice(0, count).join('; ')}.`;
    if (text.length + 1 + check.length <= MAX_LENGTH) return [text, check];
  }
  return [text];
}

interface Done {
  readonly first: readonly string[];
  readonly others: readonly string[];
}

function sentencesOf(actions: readonly ActionWords[], condition: string | null): Done {
  const plain = actions.filter(({ only }) => only === null).map(({ title }) => title);
  const special = actions.filter((one) => one.only !== null);
  const others = special.map(({ only, title }) => `${capital(only ?? '')}, I'll ${title}.`);
  if (condition === null || plain.length === 0) return { first: plain, others };
  // All of it hangs on the condition, and not only the last.
  return { first: [`${joinWords(plain)} ${condition}`], others };
}

function onlyInWords({ when, also }: ContractAction, contract: Contract, facts: AuthoringFacts): string | null {
  const more = conditionsInWords(also, contract, facts.currency);
  if (when === 'otherwise') return more === null ? 'otherwise' : `otherwise, ${more}`;
  if (when === 'always') return more ?? (contract.conditions.length === 0 ? null : 'in any case');
  return more === null ? null : contract.conditions.length === 0 ? more : `and ${more}`;
}

function triggerInWords(trigger: TriggerDraft, contract: Contract, { locale }: AuthoringFacts): string {
  switch (trigger.type) {
    case 'schedule':
      return describeRecurrence(trigger, locale);
    case 'event': {
      const known = subjects[contract.subject].events.find(({ eventName }) => eventName === trigger.eventName);
      const only = namedIn(trigger.filter);
      const day = dayIn(contract);
      const words = day === null ? known?.words : known?.onDay?.(Number(day.value));
      return `${words ?? `whenever ${trigger.eventName} happens`}${only === null ? '' : ` (${only})`}`;
    }
    case 'webhook':
      return `whenever ${SENDERS[trigger.scheme]} calls its address`;
    case 'manual':
      return 'whenever you start it';
  }
}

/** What a look for what is past due says by itself. */
function isLateAtAll({ measure, operator, value }: ContractCondition, source: Source): boolean {
  return source.by === 'look' && measure === 'days_past_due' && operator === '>=' && value === 1;
}

/** The day of which alone its events tell: "7 days past due" is part of their words then. */
function dayIn({ triggers, conditions, subject }: Contract): ContractCondition | null {
  const isTold = triggers.every((trigger) => {
    const about = subjects[subject].events.find(
      (one) => trigger.type === 'event' && one.eventName === trigger.eventName,
    );
    return about?.onDay !== undefined;
  });
  const day = conditions.find(
    ({ measure, operator, of }) =>
      (measure === 'days_past_due' || measure === 'days_inactive') && operator === '==' && of === null,
  );
  return isTold && triggers.length > 0 && day !== undefined ? day : null;
}

/** Which one is meant, where the filter says just that. */
function namedIn(filter: string | null): string | null {
  if (filter === null) return null;
  const equal = /^event\.\w+ == "((?:[^"\\]|\\.)*)"$/.exec(filter);
  return equal?.[1] ?? 'only some of them';
}

function isWatched(contract: Contract, source: Source): boolean {
  try {
    return watchOf(contract, source) !== null;
  } catch (error) {
    if (error instanceof ContractError) return false;
    throw error;
  }
}

/** What is right and may still surprise. */
function surprises(contract: Contract): string[] {
  const { triggers, conditions, subject } = contract;
  const source = sourceInWords(contract);
  if (source.by === 'event') {
    const silent = source.events.find((event) => conditions.some((condition) => !event.tells(condition)));
    return silent === undefined ? [] : [`it hears of it only ${silent.words}, not when your own limit is passed`];
  }
  const isOften = triggers.some(
    (trigger) => trigger.type === 'schedule' && /^\S*[*/,]|^\S+ \S*[*/,-]/.test(trigger.cron),
  );
  const isState = source.by === 'look' && conditions.length > 0 && subject !== 'feed' && subject !== 'inbox';
  if (isState && isOften && !isWatched(contract, source)) return ['as long as it is so, I say so at each look'];
  return [];
}

function nextTime(triggers: readonly TriggerDraft[], { now, locale }: AuthoringFacts): string | null {
  const schedules: Recurrence[] = triggers.flatMap((trigger) => (trigger.type === 'schedule' ? [trigger] : []));
  const [next] = schedules
    .flatMap((schedule) => {
      const at = nextOccurrence(schedule, now);
      return at === null ? [] : [{ at, zone: schedule.timezone }];
    })
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return next === undefined ? null : localTime(next.at, next.zone, locale);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
