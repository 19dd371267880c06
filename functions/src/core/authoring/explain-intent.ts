import { SENDERS } from '../../model/hook.ts';
import type { Recurrence, TriggerDraft } from '../../model/trigger.ts';
import { describeRecurrence, joinWords, localTime } from '../triggering/describe-recurrence.ts';
import { nextOccurrence } from '../triggering/next-occurrence.ts';
import { agents } from './agents.ts';
import type { AuthoringFacts } from './authoring-facts.ts';
import type { Condition, Intent, Understanding } from './intent.ts';

/** What was understood and will be done, in words: when, next when, what, on what condition and to whom. */
export function explainIntent(intent: Intent, facts: AuthoringFacts): string {
  const { triggers, assumptions } = intent;
  const lines = [
    `${capital(joinWords(triggers.map((trigger) => whenInWords(trigger, facts.locale))))}, I'll ${actInWords(intent, facts)}.`,
  ];
  const next = nextTime(triggers, facts);
  if (next !== null) lines.push(`The next time is ${next}.`);
  if (assumptions.length > 0) lines.push(`Please check: ${assumptions.join('; ')}.`);
  return lines.join(' ');
}

/** The reply once the playbook is there, in the voice of its agent. */
export function confirmCreated(intent: Intent, playbook: { readonly name: string }, facts: AuthoringFacts): string {
  return `✅ Done! I've set up “${playbook.name}”. ${explainIntent(intent, facts)} You can view or pause it under Playbooks.`;
}

/** Who speaks: the agent whose work it is, or Pops for everything else. */
export function speaker(understanding: Understanding): (typeof agents)[keyof typeof agents] {
  return understanding.kind === 'create' ? agents[understanding.intent.agent] : agents.pops;
}

/** A question or a no as one text, with its choices or examples as a list. Empty for what is acted on. */
export function answerText(understanding: Understanding): string {
  switch (understanding.kind) {
    case 'ask':
      return withList(
        understanding.question,
        understanding.choices.length === 1 ? 'For example:' : 'You could say:',
        understanding.choices,
      );
    case 'refuse':
    case 'unknown':
      return withList(understanding.message, 'You could say:', understanding.examples);
    case 'create':
    case 'command':
      return '';
  }
}

/** `more than 10% below your price`. */
function conditionInWords({ metric, operator, value, unit, base, product }: Condition, currency: string): string {
  const onProduct = product === null ? '' : ` on ${product}`;
  if (metric === 'undercutting') {
    const least = operator === '>' ? value + 1 : value;
    return `${least} or more of them ${least === 1 ? 'is' : 'are'} cheaper than you`;
  }
  const amount = unit === 'percent' ? `${value}%` : money(value, currency);
  if (base === 'their price') {
    if (value === 0) return `your price${onProduct} is above one of theirs`;
    return `your price${onProduct} is ${operator === '>' ? 'more than' : 'at least'} ${amount} above one of theirs (measured against their price)`;
  }
  if (value === 0) return `one of them is cheaper than you${onProduct}`;
  const measured = unit === 'percent' ? ' (measured against your price)' : '';
  return `one of them undercuts your price${onProduct} by ${operator === '>' ? 'more than ' : ''}${amount}${operator === '>=' ? ' or more' : ''}${measured}`;
}

function whenInWords(trigger: TriggerDraft, locale: string): string {
  switch (trigger.type) {
    case 'schedule':
      return describeRecurrence(trigger, locale);
    case 'event':
      return trigger.filter === null
        ? 'whenever an item falls below its reorder point'
        : 'whenever it falls below its reorder point';
    case 'webhook':
      return `whenever ${SENDERS[trigger.scheme]} calls its address`;
    case 'manual':
      return 'whenever you start it';
  }
}

function actInWords(intent: Intent, facts: AuthoringFacts): string {
  const to = intent.recipients.map((recipient) => (recipient === 'user' ? `you (${facts.user.email})` : recipient));
  const who = joinWords(to);
  const count = intent.competitors.length;
  const scan = `scan ${count === 1 ? 'your competitor' : `your ${count} competitors`} (${joinWords(intent.competitors.map(({ name }) => name))})`;
  const only = intent.condition === null ? '' : ` if ${conditionInWords(intent.condition, facts.currency)}`;
  switch (intent.goal) {
    case 'price_alert':
      return `${scan} and e-mail ${who}${only}`;
    case 'competitor_report': {
      const save = intent.actions.includes('save_to_drive') ? ', save it to Google Drive' : '';
      return `${scan}, write a report${save} and e-mail it to ${who}${only}`;
    }
    case 'low_stock_alert':
      return `e-mail ${who} about ${intent.product ?? 'it'}`;
  }
}

function nextTime(triggers: readonly TriggerDraft[], { now, locale }: AuthoringFacts): string | null {
  const schedules: Recurrence[] = triggers.flatMap((trigger) => (trigger.type === 'schedule' ? [trigger] : []));
  const next = schedules
    .flatMap((schedule) => ({ at: nextOccurrence(schedule, now), zone: schedule.timezone }))
    .flatMap(({ at, zone }) => (at === null ? [] : [{ at, zone }]))
    .sort((a, b) => a.at.getTime() - b.at.getTime())[0];
  return next === undefined ? null : localTime(next.at, next.zone, locale);
}

function money(value: number, currency: string): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' }).format(
    value,
  );
}

function withList(text: string, intro: string, items: readonly string[]): string {
  return items.length === 0 ? text : `${text}\n\n${intro}\n${items.map((item) => `- ${item}`).join('\n')}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
