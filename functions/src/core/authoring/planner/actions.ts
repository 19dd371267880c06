import { both, longest, map, maybe, type Parser, type Placed, phrase, type Reading } from './grammar.ts';
import type { Context, Maker } from './making.ts';
import { approvalFirst, otherPlaybook, paymentReminder, priceChange, reportAt, simple } from './makings.ts';
import { isListNumber } from './markers.ts';
import { asWritten, starts, tail } from './messages.ts';
import { calendarEvent, newDocument, place, social } from './places.ts';
import { type People, patron } from './recipients.ts';
import { asking, greetings, reminder } from './reminders.ts';
import { type Item, takeText, withText } from './said-text.ts';
import { targetAlone } from './targets.ts';
import { task } from './tasks.ts';
import { doingsOf, merged, tellingPhrase } from './telling.ts';
import { linkAt } from './text-link.ts';
import type { Token } from './tokens.ts';
import { passive, type Telling, type Verb } from './verbs.ts';
import type { SaidDoing } from './wish.ts';

const MAKERS: readonly Maker[] = [
  otherPlaybook,
  approvalFirst,
  paymentReminder,
  task,
  reminder,
  asking,
  simple,
  priceChange,
];

/**
 * All that is to be done, in the order in which it was said, taken out of the sentence together with the texts that
 * belong to it. What was said about when and on what condition stays.
 */
export function takeDoings(reading: Reading, facts: People, sentence: string): Placed<SaidDoing>[] {
  const tokens = reading.left;
  const parsers = parsersFor(facts, sentence);
  const items: Item[] = [];
  for (let at = 0; at < tokens.length; ) {
    const taken = items.flatMap(({ used }) => used).find(([from, to]) => at >= from && at < to);
    const next = taken ? taken[1] : step(tokens, at, items, parsers);
    at = next > at ? next : at + 1;
  }
  const meant = settled(withoutHeadings(items, tokens));
  const found = meant.flatMap((item) =>
    (item.doings ?? []).map((value) => ({
      value,
      from: tokens[item.from]?.place ?? 0,
      to: (tokens[item.to - 1]?.place ?? 0) + 1,
    })),
  );
  for (const [from, to] of meant.flatMap(({ used }) => used)) {
    for (const token of tokens.slice(from, to)) reading.drop(token.place, token.place + 1);
  }
  for (const [at, token] of tokens.entries()) if (isListNumber(tokens, at)) reading.drop(token.place, token.place + 1);
  return approvedFirst(found);
}

/** An approval that was said last ("… after I approve it") is one of what stands before it. */
function approvedFirst(found: readonly Placed<SaidDoing>[]): Placed<SaidDoing>[] {
  const last = found.at(-1);
  const before = found.at(-2);
  if (last?.value.action !== 'request_approval' || !before) return [...found];
  return [...found.slice(0, -2), { ...last, from: before.from, to: before.to }, before];
}

interface Parsers {
  readonly context: Context;
  readonly telling: Parser<Telling>;
  readonly target: (waits: boolean) => Parser<Telling>;
}

function parsersFor(facts: People, sentence: string): Parsers {
  const telling = tellingPhrase(facts);
  const { alone, waiting } = targetAlone(facts);
  const begins = (tokens: readonly Token[], at: number) => {
    const isMark = tokens[at]?.text === ':';
    const isJoined =
      isMark || tokens[at]?.gap === ',' || tokens[at - 1]?.text === 'and' || tokens[at - 1]?.text === 'then';
    const first = isMark || tokens[at]?.text === 'and' || tokens[at]?.text === 'then' ? at + 1 : at;
    if (!isJoined && first === at) return false;
    const read = telling(tokens, first);
    return (
      read?.[0].to.some(({ kind }) => kind !== 'person') === true ||
      (read !== null && tokens[read[1]]?.kind === 'quote') ||
      SURE.some((maker) => maker(tokens, first, { sentence, facts, begins: () => false }) !== null)
    );
  };
  return {
    context: { sentence, facts, begins },
    telling,
    target: (waits) => (waits ? waiting : alone),
  };
}
const ownWords = longest(social, calendarEvent, newDocument);
const SURE: readonly Maker[] = [otherPlaybook, paymentReminder, simple];

/** Reads what stands at an index into the items; the index to go on with. */
function step(tokens: readonly Token[], at: number, items: Item[], parsers: Parsers): number {
  const said = takeText(tokens, at, items, parsers.context);
  if (said !== null) return said;
  const waiting = waits(items, tokens, at);
  const where = waiting || starts(tokens, at) ? place(tokens, at) : null;
  if (where) return settle(items, waiting, [titled(where[0], waiting, tokens, at, parsers.context)], at, where[1]);
  const put = waiting ? null : passivePlace(tokens, at);
  if (put) return settle(items, null, [put[0]], at, put[1]);
  for (const maker of MAKERS) {
    const made = maker(tokens, at, parsers.context);
    if (!made) continue;
    // What it takes from before was no thing to do.
    const [first = at] = made.used.map(([from]) => from).sort((a, b) => a - b);
    while ((items.at(-1)?.from ?? -1) >= first) items.pop();
    items.push({ doings: made.doings, telling: null, text: null, used: made.used, from: at, to: made.next });
    return made.next;
  }
  const own = ownWords(tokens, at);
  if (own) {
    const link = own[0].action === 'create_calendar_event' ? linkAt(tokens, own[1]) : null;
    const title = link ? tail(parsers.context.sentence, tokens, link.to, parsers.context.begins) : null;
    if (link && title) {
      const used: [number, number][] = [
        [at, own[1]],
        [link.from, title.to],
      ];
      items.push({ doings: [withText(own[0], title.text)], telling: null, text: null, used, from: at, to: title.to });
      return title.to;
    }
    items.push({ doings: [own[0]], telling: null, text: null, used: [[at, own[1]]], from: at, to: own[1] });
    return own[1];
  }
  const greeted = greetings(tokens, at);
  if (greeted) {
    const telling: Telling = { verbs: [{ way: 'post', by: null }], to: [], by: [] };
    items.push({ doings: null, telling, text: greeted[0], used: [[at, greeted[1]]], from: at, to: greeted[1] });
    return greeted[1];
  }
  const report = reportAt(tokens, at);
  if (report) {
    const telling: Telling = { verbs: [{ way: 'make', by: null }], to: [], by: [] };
    items.push({ doings: null, telling, text: null, used: [[at, report[1]]], from: at, to: report[1] });
    return report[1];
  }
  const told = parsers.telling(tokens, at);
  if (told)
    return isOfTarget(tokens, at, items) ? prolong(items, at, told[1]) : begin(items, told[0], at, told[1], tokens);
  const target = parsers.target(waiting !== null)(tokens, at);
  return target ? aim(items, waiting, target[0], at, target[1], tokens) : at;
}

/** "Each refund should be logged to the sheet Refunds". */
const already = maybe(phrase('down|up|automatically|right|directly|straight'));
const passivePlace: Parser<SaidDoing> = map(both(passive, both(already, place)), ([, [, one]]) => one);

/** "#ops and Sam should be told": who is told stood before. */
function isOfTarget(tokens: readonly Token[], at: number, items: readonly Item[]): boolean {
  const last = items.at(-1);
  const isPassive = ['be', 'get', 'being'].includes(tokens[at]?.text ?? '') && tokens[at]?.gap === '';
  return isPassive && last?.to === at && last.telling?.verbs.length === 0;
}

function prolong(items: Item[], at: number, next: number): number {
  const last = items.pop();
  if (last) items.push({ ...last, used: [...last.used, [at, next]], to: next });
  return next;
}

function begin(items: Item[], telling: Telling, at: number, next: number, tokens: readonly Token[]): number {
  const isOpen = telling.to.length + telling.by.length === 0;
  const doings = isOpen ? null : doingsOf(telling);
  const isToThem = telling.to.some(({ kind }) => kind === 'person');
  const verb = isToThem || !SOCIAL.has(tokens[at]?.text ?? '') ? next : at + 1;
  const them = verb < next ? patron(tokens, verb) : null;
  // "Greet new members in #desk": of whom it is told, which is for others to read.
  const used: Item['used'] = them
    ? [
        [at, verb],
        [them[1], next],
      ]
    : [[at, next]];
  items.push({ doings, telling, text: null, used, from: at, to: next });
  return next;
}

/** The verb that waits for a target, if the same thought still goes on. */
function waits(items: readonly Item[], tokens: readonly Token[], at: number): Item | null {
  const last = items.at(-1);
  if (!last || last.doings !== null) return null;
  const between = tokens.slice(last.to, at + 1);
  return between.some(({ gap }) => gap === '.' || gap === ';' || gap === '→') ? null : last;
}

/** "Put the inspection on the calendar": what stands between is what it is called. */
function titled(
  one: SaidDoing,
  waiting: Item | null,
  tokens: readonly Token[],
  at: number,
  { sentence }: Context,
): SaidDoing {
  const between = waiting ? tokens.slice(waiting.to, at) : [];
  if (one.action !== 'create_calendar_event' || !waiting || waiting.text !== null || between.length === 0) return one;
  return between.some(({ gap }) => gap !== '') ? one : withText(one, asWritten(sentence, between));
}

/** A place for what a verb was to put somewhere; what stands between is its title where it has none. */
function settle(items: Item[], waiting: Item | null, doings: readonly SaidDoing[], at: number, next: number): number {
  if (waiting) items.pop();
  const isTitled = doings.some(({ action, details }) => action === 'create_calendar_event' && 'title' in details);
  items.push({
    doings: doings.map((one) => withText(one, waiting?.text ?? null)),
    telling: null,
    text: null,
    used: [...(waiting?.used ?? []), [isTitled ? (waiting?.to ?? at) : at, next]],
    from: waiting?.from ?? at,
    to: next,
  });
  return next;
}

/** A target: of the verb that waits for it, of what was just said ("… by e-mail"), or by itself ("→ Discord"). */
function aim(
  items: Item[],
  waiting: Item | null,
  target: Telling,
  at: number,
  next: number,
  tokens: readonly Token[],
): number {
  if (waiting) {
    const telling = { ...target, verbs: waiting.telling?.verbs ?? [] };
    const { verbs } = telling;
    const isOnlyPut = verbs.every(({ way }) => way === 'put') && target.to.length === 0 && target.by.length > 0;
    const doings = doingsOf(isOnlyPut ? { ...telling, verbs: [] } : telling).map((one) => withText(one, waiting.text));
    items.pop();
    items.push({ doings, telling, text: null, used: [...waiting.used, [at, next]], from: waiting.from, to: next });
    return next;
  }
  const last = items.at(-1);
  const isMore =
    target.to.length === 0 && last?.telling && !JOINS.has(tokens[at - 1]?.text ?? '') && !isParted(tokens, last.to, at);
  if (isMore && last?.telling) {
    const telling = { ...last.telling, by: [...last.telling.by, ...target.by] };
    items.pop();
    const details = last.doings?.[0]?.details ?? {};
    const doings = doingsOf(telling).map((one) => ({ ...one, details: { ...details, ...one.details } }));
    items.push({ ...last, doings, telling, used: [...last.used, [at, next]], to: next });
    return next;
  }
  items.push({ doings: doingsOf(target), telling: target, text: null, used: [[at, next]], from: at, to: next });
  return next;
}
const JOINS = new Set(['and', 'also', 'plus']);

function isParted(tokens: readonly Token[], from: number, at: number): boolean {
  return tokens.slice(from, at + 1).some(({ gap }) => gap === '→' || gap === ';' || gap === '.');
}

/** "Welcome every new member: post their name in #desk": how it is done is said behind the colon. */
function withoutHeadings(items: readonly Item[], tokens: readonly Token[]): Item[] {
  return items.map((item, index) => {
    const next = items[index + 1];
    const who = item.telling?.to ?? [];
    const isAsked = tokens[item.from]?.text === 'ask' && item.doings?.every((one) => one.who !== null) === true;
    const isTold = item.telling?.verbs.some(({ way }) => way === 'tell') === true && item.text === null;
    const isSaidAgain = JSON.stringify(item.doings) === JSON.stringify(next?.doings) && item.doings !== null;
    const isHeading =
      next !== undefined &&
      (isAsked || isTold || isSaidAgain) &&
      who.every(({ kind }) => kind === 'person') &&
      tokens.slice(item.to, next.from + 1).some(({ gap, text }) => gap === ':' || text === ':') &&
      (isAsked || isSaidAgain || who.length > 0 || SOCIAL.has(tokens[item.from]?.text ?? ''));
    const isOfThem = SOCIAL.has(tokens[item.from]?.text ?? '') && tokens[item.from]?.text !== 'ask';
    return isHeading ? { ...item, doings: [], used: isOfThem ? [[item.from, item.from + 1]] : item.used } : item;
  });
}
const SOCIAL = new Set('welcome thank congratulate greet invite reward ask'.split(' '));

/** Verbs that still wait: "send a report" is to me; "post it" is to be asked about; "keep an eye on" was none of ours. */
function settled(items: readonly Item[]): Item[] {
  const isDone = items.some(({ doings }) => doings !== null);
  return items.flatMap((item) => {
    if (item.doings !== null) return [item];
    const verbs = item.telling?.verbs ?? [];
    const ways = new Set<Verb['way']>(verbs.map(({ way }) => way));
    if (ways.has('put')) return [];
    if (isDone && !ways.has('tell') && item.text === null) return [{ ...item, doings: [] }];
    return [{ ...item, doings: merged(doingsOf({ verbs, to: [], by: [] })).map((one) => withText(one, item.text)) }];
  });
}
