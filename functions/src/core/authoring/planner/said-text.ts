import { phrase } from './grammar.ts';
import type { Context } from './making.ts';
import { beginsCondition, introduced, saysWhen, tail, timesIn } from './messages.ts';
import { targetAlone } from './targets.ts';
import type { Token } from './tokens.ts';
import type { Telling } from './verbs.ts';
import type { SaidDoing } from './wish.ts';

/** One thing to do while the sentence is read: a verb may wait for its target, or for its text. */
export interface Item {
  /** Null: a verb that waits. */
  readonly doings: readonly SaidDoing[] | null;
  readonly telling: Telling | null;
  readonly text: string | null;
  /** Indices of the tokens that it uses up. */
  readonly used: readonly (readonly [number, number])[];
  readonly from: number;
  readonly to: number;
}

/** With its text, by the name that it has there. */
export function withText(one: SaidDoing, text: string | null): SaidDoing {
  if (text === null) return one;
  const key = TITLED.has(one.action) ? 'title' : 'text';
  return { ...one, details: { ...one.details, [key]: text } };
}
const TITLED = new Set(['create_task', 'create_calendar_event', 'raise_alert']);

const subjectLine = phrase('with? the? subject line? is|being?');
/** A quoted or introduced text belongs to what was said last, or, at the begin, to what comes next. */
export function takeText(tokens: readonly Token[], at: number, items: Item[], context: Context): number | null {
  const last = items.at(-1);
  const here = tokens[at];
  if (!here) return null;
  if (here.kind === 'quote' && !last && canLead(tokens, at, context)) {
    const telling: Telling = { verbs: [{ way: 'post', by: null }], to: [], by: [] };
    items.push({ doings: null, telling, text: here.raw, used: [[at, at + 1]], from: at, to: at + 1 });
    return at + 1;
  }
  if (!last || tokens.slice(last.to, at).some((_, index, near) => beginsCondition(near, index))) return null;
  const subject = subjectLine(tokens, at);
  const line = subject ? tokens[subject[1]] : undefined;
  if (subject && line?.kind === 'quote')
    return attach(items, last, 'subject', line.raw, [[at, subject[1] + 1]], subject[1] + 1);
  const begun =
    here.kind === 'quote' && (isFree(tokens, at) || at === last.to)
      ? at
      : ((isLookedThrough(tokens, at) ? null : introduced(tokens, at)) ??
        thatClause(tokens, at, last) ??
        afterColon(tokens, at, last));
  if (begun === null) return null;
  const text = tail(context.sentence, tokens, begun, context.begins);
  if (!text) return null;
  return attach(
    items,
    last,
    null,
    text.text,
    [
      [at, begun],
      [text.from, text.to],
    ],
    text.to,
  );
}

function attach(
  items: Item[],
  last: Item,
  key: 'subject' | null,
  text: string,
  used: readonly (readonly [number, number])[],
  next: number,
): number {
  items.pop();
  const isWaiting = last.doings === null;
  const doings =
    last.doings?.map((one) =>
      key === null ? withText(one, text) : { ...one, details: { ...one.details, [key]: text } },
    ) ?? null;
  items.push({ ...last, doings, text: isWaiting ? text : null, used: [...last.used, ...used], to: next });
  return next;
}

/** `email me that all is well`: right after whom. */
function thatClause(tokens: readonly Token[], at: number, last: Item): number | null {
  if (tokens[at]?.text !== 'that' || at !== last.to || !last.telling || last.doings === null) return null;
  const before = tokens[at - 1];
  const isWho =
    before !== undefined && (before.kind !== 'word' || ['me', 'us', 'know', 'team', 'everyone'].includes(before.text));
  return isWho ? at + 1 : null;
}

/** "Anything that says …", "mails that mention …": what is sent is looked through for it. */
function isLookedThrough(tokens: readonly Token[], at: number): boolean {
  return LOOKED_THROUGH.has(tokens[at - 1]?.text ?? '') && tokens[at]?.gap === '';
}
const LOOKED_THROUGH = new Set('anything everything something whatever those ones any mails emails'.split(' '));

const QUOTED = new Set(
  'says say said mentions mention mentioning contains contain containing word phrase includes include including term shows show called named titled like'.split(
    ' ',
  ),
);

/** A quote that is not what a page or a mail is looked through for. */
function isFree(tokens: readonly Token[], at: number): boolean {
  return !QUOTED.has(tokens[at - 1]?.text ?? '');
}

/** `"Good morning" to #team`: a quote at the begin, with where it goes right after it. */
function canLead(tokens: readonly Token[], at: number, { facts }: Context): boolean {
  return isFree(tokens, at) && targetAlone(facts).waiting(tokens, at + 1) !== null;
}

/** `publish a social post on Fridays at 10: …`: only what said when stands between. */
function afterColon(tokens: readonly Token[], at: number, last: Item): number | null {
  const isMark = tokens[at]?.text === ':';
  if ((tokens[at]?.gap !== ':' && !isMark) || (isMark && timesIn(tokens)[at])) return null;
  const isAsked =
    POLITE.has(tokens[isMark ? at + 1 : at]?.text ?? '') && last.doings?.some(({ to }) => !to.includes('user'));
  const takes =
    isAsked ||
    last.doings?.every(({ action, details }) => WORDED.has(action) && !('text' in details) && !('title' in details));
  if (!takes && !(last.doings === null && last.telling?.verbs.some(({ way }) => way === 'post'))) return null;
  const between = tokens.slice(last.to, at);
  return saysWhen(between).every((said, index) => said || between[index]?.text === 'and')
    ? isMark
      ? at + 1
      : at
    : null;
}
/** So begins what is said to somebody. */
const POLITE = new Set('please dont hi hello hey dear good thanks'.split(' '));
const WORDED = new Set([
  'publish_social_post',
  'send_newsletter',
  'post_slack_message',
  'create_calendar_event',
  'post_discord_message',
  'post_teams_message',
]);
