import { type Medium, missive, telling } from './channels.ts';
import { both, longest, map, means, type Parser, phrase } from './grammar.ts';
import { starts } from './messages.ts';
import { forPeople, type People, recipient } from './recipients.ts';
import { byMedium, followers, isTo, withFollowers } from './targets.ts';
import type { Token } from './tokens.ts';
import {
  active,
  isOfOthers,
  NO_VERB,
  passive,
  STOPS,
  type Telling,
  third,
  type Verb,
  verbAt,
  wantsReport,
  wished,
} from './verbs.ts';
import type { SaidDoing } from './wish.ts';

/** `tell me and #billing`, `post it to #ops on Slack`, `email a@b.co`, `send` (with something else before its target). */
export const tellingPhrase = forPeople((facts): Parser<Telling> => {
  const target = followers(facts);
  const [subject, object] = [subjectLed(facts), objectLed(facts)];
  return (tokens, at) => {
    const wish = wished(tokens, at) ?? wantsReport(tokens, at);
    if (wish && !isOfOthers(tokens, at) && !NO_VERB.has(tokens[at - 1]?.text ?? ''))
      return withFollowers(wish[0], tokens, wish[1], target);
    const shown = passive(tokens, at);
    if (shown) {
      const read = withFollowers({ verbs: [shown[0]], to: [], by: [] }, tokens, shown[1], target);
      if (read[0].to.length + read[0].by.length > 0 && isTo(tokens[shown[1]])) return read;
    }
    const named = starts(tokens, at) ? subject(tokens, at) : null;
    if (named) return withFollowers(named[0], tokens, named[1], target);
    const meant = object(tokens, at);
    if (meant) return withFollowers(meant[0], tokens, meant[1], target);
    const noun = nounLed(tokens, at);
    if (noun) return withFollowers(noun[0], tokens, noun[1], target);
    const verbs: Verb[] = [];
    let next = at;
    for (let read = verbAt(tokens, next); read !== null; ) {
      verbs.push(read[0]);
      next = read[1];
      const and = also(tokens, next);
      read = and ? active(tokens, and[1]) : null;
      if (read && and) next = and[1];
    }
    if (verbs.length === 0) return null;
    const who = withFollowers({ verbs, to: [], by: [] }, tokens, next, target);
    return accepted(who[0], tokens, at, next) ? who : null;
  };
});
const also = phrase('and|plus|+');

const ought = phrase('should|must|shall|needs|need|has|have|wants|want|ought|to|also*');
const learns = longest<Medium | null>(
  means('app', 'get|receive|have|know|hear|see|learn about|of?', 'be notified|told|informed|alerted|pinged|warned'),
  means('email', 'be emailed|mailed'),
  means('sms', 'be texted'),
);
/** `Dana should get an e-mail`, `the team has to know`: whoever is told stands first. */
function subjectLed(facts: People): Parser<Telling> {
  return map(both(recipient(facts), both(ought, learns)), ([to, [, by]]) => {
    const through = by === null || by === 'app' ? [] : [by];
    return { verbs: [{ way: 'tell', by: through[0] ?? null }], to: [to], by: through };
  });
}

/** `I need #ops told`, `have Dana informed`. */
function objectLed(facts: People): Parser<Telling> {
  const told = phrase('to? told|notified|alerted|informed|pinged|warned|emailed|know|hear|see about|of?');
  return map(both(phrase('need|want|have|get|like|make'), both(recipient(facts), told)), ([, [to]]) => ({
    verbs: [{ way: 'tell', by: null }],
    to: [to],
    by: [],
  }));
}

/** Verbs that are nothing else; all others are verbs at the begin of a thought, or where somebody is told. */
const VERBS = new Set(
  'tell notify inform warn send forward deliver emailing mailing texting notifying sending posting'.split(' '),
);

/** Some verbs mean nothing of ours when nobody is told: "update the sheet", "give", "show"; some are nouns as well. */
function accepted({ to, by }: Telling, tokens: readonly Token[], at: number, next: number): boolean {
  if (to.length + by.length > 0) return true;
  const verb = tokens[next - 1]?.text ?? '';
  const isSaid = tokens[next]?.kind === 'quote' && (at === 0 || starts(tokens, at));
  const isLed = starts(tokens, at) && leads(tokens, next);
  if ((WEAK.has(verb) && !isSaid && !isLed) || third(tokens, at) !== null) return false;
  return (
    VERBS.has(verb) || starts(tokens, at) || (tokens[next] === undefined && MAY_END.has(verb)) || leads(tokens, next)
  );
}

const toMe = phrase('to|in|at me|us|my|our attention|inbox|notice|phone?');
/** Whether a text or a place for it comes later in the same thought: "on Fridays post the list to #ops". */
function leads(tokens: readonly Token[], from: number): boolean {
  if (tokens[from]?.kind === 'quote') return true;
  for (let at = from; at < tokens.length && !(at > from && STOPS.has(tokens[at]?.gap ?? '')); at++) {
    const isMine = toMe(tokens, at) !== null;
    if (PLACES.has(tokens[at]?.text ?? '')) return true;
    if (isMine || ['channel', 'email', 'phone'].includes(tokens[at]?.kind ?? '') || byMedium(tokens, at)) return true;
  }
  return false;
}
const MAY_END = new Set(['email', 'mail', 'notify', 'alert']);
const PLACES = new Set(['sheet', 'spreadsheet', 'drive', 'calendar']);
const WEAK = new Set(
  'give show update contact brief buzz advise message text sms slack telegram discord dm flag shout to out write let report drop copy push say sure certain that bring thank congratulate greet welcome invite reward wake reach hit'.split(
    ' ',
  ),
);

const AFTER_NOUN = new Set(
  'to for when whenever if every each once as on at in daily please by with saying that'.split(' '),
);
/** `an email to a@b.co`, `a Telegram message whenever …`: at the begin, after "and" or an arrow. */
function nounLed(tokens: readonly Token[], at: number): readonly [Telling, number] | null {
  const before = tokens[at - 1]?.text ?? 'and';
  const isStart =
    (tokens[at]?.gap ?? '') !== '' ||
    ['and', 'plus', 'also', 'then', 'otherwise', 'else', 'with', 'just', 'only', 'draft', 'write'].includes(before);
  if (!isStart) return null;
  const read = missive(tokens, at);
  if (!read) return null;
  const after = tokens[read[1]];
  const isBare = read[1] === at + 1;
  const isEnd =
    after === undefined ||
    after.gap !== '' ||
    AFTER_NOUN.has(after.text) ||
    (after.kind !== 'word' && (!isBare || after.text === '+')) ||
    fine(tokens, read[1]) !== null;
  if (!isEnd || (tokens[at]?.gap === '' && at > 0 && before === 'with')) return null;
  return [{ verbs: [{ way: 'tell', by: read[0] }], to: [], by: [read[0]] }, read[1]];
}

const fine = phrase('is|would|will be? fine|ok|okay|enough|good|great|perfect|best');

const CHATS: ReadonlySet<Medium> = new Set(['slack', 'discord', 'teams', 'telegram']);

/** The steps that are meant by a verb and its targets; what goes to several in the same way is one. */
export function doingsOf({ verbs, to, by }: Telling): SaidDoing[] {
  const named = by.length > 0 ? by : verbs.flatMap((verb) => verb.by ?? []);
  // "An alert in Teams" is one message: where a medium is named, an alert is no second one.
  const said = named.some((one) => one !== 'app') ? named.filter((one) => one !== 'app') : named;
  const media: readonly (Medium | null)[] = said.length > 0 ? [...new Set(said)] : [null];
  const isPost = verbs.some(({ way }) => way === 'post');
  if (to.length === 0) {
    if (isPost && media.every((one) => one === null || one === 'app'))
      return [{ action: 'post_slack_message', to: [], who: 'a channel', details: {} }];
    return merged(media.map((one) => telling(null, one)));
  }
  // "E-mail and text +1 …": the mail is for me.
  const isMineToo = media.includes('email') && to.every(({ kind }) => kind === 'phone');
  const chat = media.filter((one) => one !== null && CHATS.has(one));
  const hasChannel = to.some(({ kind }) => kind === 'channel');
  const personal = hasChannel ? media.filter((one) => !chat.includes(one)) : media;
  return merged([
    ...(isMineToo ? [telling(null, 'email')] : []),
    ...to.flatMap((one) => {
      const isOwn = one.kind === 'channel' || (one.kind === 'email' && to.length > 1);
      const through: readonly (Medium | null)[] = isOwn
        ? [one.kind === 'channel' ? (chat[0] ?? null) : null]
        : personal;
      return (through.length > 0 ? through : [null]).map((by) =>
        telling(one, (one.kind === 'channel' ? one.by : null) ?? by),
      );
    }),
  ]);
}

/** What goes to several in the same way is one. */
export function merged(doings: readonly SaidDoing[]): SaidDoing[] {
  const made: SaidDoing[] = [];
  for (const one of doings) {
    const at = made.findIndex(
      (other) =>
        other.action === one.action &&
        other.who === one.who &&
        JSON.stringify(other.details) === JSON.stringify(one.details),
    );
    const same = made[at];
    if (same) made[at] = { ...same, to: [...new Set([...same.to, ...one.to])] };
    else made.push(one);
  }
  return made;
}
