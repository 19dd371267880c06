import type { SubjectId } from '../../../model/contract.ts';
import { type Answer, ask } from './answers.ts';
import { ANYBODY } from './channels.ts';
import type { Wish } from './wish.ts';

const CUES = new Set(['when', 'whenever', 'once', 'soon', 'time', 'moment']);
const JOINS = new Set(['and', 'also', 'plus', 'then', 'but']);

/** "Email me when an order comes in, and post the stock list every Monday at 9": each has a trigger of its own. */
export function otherWish(subject: SubjectId, { tokens, sentence, doings, happenings, when }: Wish): Answer | null {
  const timed = when.filter(
    ({ value }) => value.kind === 'days' || value.kind === 'times' || value.kind === 'interval',
  );
  const [first, second] = [...doings].sort((a, b) => a.from - b.from);
  const time = timed[0];
  if (subject === 'nothing' || !first || !second || !time) return null;
  const isCued = (from: number) => cued(tokens, from);
  const isJoined = (from: number) =>
    tokens.some(({ text, place, gap }) => place >= from - 3 && place <= from && (JOINS.has(text) || gap !== ''));
  const isApart = happenings.some(({ from }) => {
    if (!isCued(from)) return false;
    const isFirst = first.from < from && from < second.from && time.from > from;
    const isOwnTime = time.from > second.from || (isJoined(time.from) && time.from < second.from);
    const isLast = time.from < first.from && first.from < from && from < second.from && isJoined(from);
    return (isFirst && isOwnTime) || isLast;
  });
  return isApart ? ask(sentence, 'which', BY_BOTH) : null;
}
const BY_BOTH = 'Those are two playbooks: one when something happens, one at a time. Tell me one of them first.';
const BY_TIMES = 'Those are two playbooks, each on days of its own. Tell me one of them first.';

/** "Remind me every Monday to call the bank and every Friday to pay wages": the second is no part of the first text. */
const OWN_DAYS =
  /(?:\b(?:and|also|plus|then)|[,;.])\s+(?:and |also )?(?:every|each|on) (?:other )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekday|day|week|month|morning|evening|night) (?:at [\d:.]+ ?(?:am|pm)? )?(?:remind|to|tell|e-?mail|mail|post|text|send)\b/i;

/** Two wishes with a word between them: something is done on both sides, each upon an event or on days of its own. */
export function joinedWishes(wish: Wish): Answer | null {
  const isInText = wish.doings.some(({ value }) => OWN_DAYS.test(value.details.text ?? ''));
  if (isInText && wish.when.length > 0) return ask(wish.sentence, 'which', BY_TIMES);
  for (const { text, place } of wish.tokens) {
    if (!JOINS.has(text)) continue;
    const [before, after] = sidesOf(wish, place);
    if (!before.isDone || !after.isDone) continue;
    const isMixed = before.isEvent !== after.isEvent && (before.isEvent ? after.isTimed : before.isTimed);
    if (isMixed) return ask(wish.sentence, 'which', BY_BOTH);
    if (before.isTimed && after.isTimed) return ask(wish.sentence, 'which', BY_TIMES);
  }
  return null;
}

function cued(tokens: Wish['tokens'], from: number): boolean {
  return tokens.some(({ text, place }) => CUES.has(text) && place >= from - 2 && place <= from + 1);
}

interface Side {
  readonly isDone: boolean;
  readonly isEvent: boolean;
  /** On days that come again. */
  readonly isTimed: boolean;
}

function sidesOf({ tokens, doings, happenings, when }: Wish, joint: number): [Side, Side] {
  // Days on both sides can be one: "every Monday … and every Friday".
  const days = when.filter(({ value }) => value.kind === 'days' && value.days.every(({ recurs }) => recurs));
  const events = happenings.filter(({ from }) => cued(tokens, from));
  return [
    {
      isDone: doings.some(({ from }) => from < joint),
      isEvent: events.some(({ from }) => from < joint),
      isTimed: days.some(({ from }) => from < joint),
    },
    {
      isDone: doings.some(({ from }) => from > joint),
      isEvent: events.some(({ from }) => from > joint),
      isTimed: days.some(({ to }) => to > joint),
    },
  ];
}

/** `Post "hello" and the low stock list`: a message is a text of yours, or what was found. */
export function textBesideList({ tokens, sentence, mentions, happenings, report, conditions }: Wish): Answer | null {
  const found = [...mentions, ...happenings, ...conditions];
  const at = tokens.findIndex(({ kind }) => kind === 'quote');
  const isAnd = (index: number) => ['and', 'plus'].includes(tokens[index]?.text ?? '');
  const isBehind = isAnd(at + 1) && found.some(({ from }) => from > at + 1 && from <= at + 4);
  const isBefore = isAnd(at - 1) && found.some(({ to }) => to <= at && to >= at - 3);
  const isList = report || tokens.some(({ text }) => LISTS.has(text));
  if (at < 0 || !isList || !(isBehind || isBefore)) return null;
  const text = tokens[at]?.raw ?? '';
  return ask(sentence, 'action', `Shall I send “${text}”, or the list? One message has one of them.`);
}

/** "Look whether it mentions X and mail me if it doesn't": the word is missing, or the page is. */
export function wordOrPage({ sentence, conditions }: Wish): Answer | null {
  const has = (measure: string) => conditions.some(({ value }) => value.measure === measure);
  if (!has('says') || !has('is_down')) return null;
  return ask(sentence, 'which', 'Shall I tell you what is written there, or that the page cannot be reached?');
}
const LISTS = new Set('list lists report reports summary overview figures numbers'.split(' '));

const MESSAGE =
  /\b(?:send|post|write)(?: out)? (?:a|an|the)(?: (?:quick|short|little|brief))? (?:message|text message|note|text)(?= (?:when|whenever|if|every|each|once|as soon|on)\b|[.!?]*$)/i;
const MINE = new Set(['me', 'us', 'my', 'myself']);

/** "Send a message when …": to whom is left open. */
export function withOpenTarget(wish: Wish): Wish {
  const { sentence, doings, tokens } = wish;
  const isBare = MESSAGE.test(sentence) && !tokens.some(({ text }) => MINE.has(text));
  if (!isBare || !doings.every(({ value }) => value.action === 'notify' && !('text' in value.details))) return wish;
  return { ...wish, doings: doings.map((one) => ({ ...one, value: { ...one.value, to: [], who: ANYBODY } })) };
}
