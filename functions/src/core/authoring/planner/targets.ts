import { type Medium, medium, missive } from './channels.ts';
import { both, longest, map, maybe, type Parser, phrase } from './grammar.ts';
import { addressed, anybody, forPeople, inbox, type People, type Recipient, recipient } from './recipients.ts';
import type { Token } from './tokens.ts';
import { STOPS, type Telling } from './verbs.ts';

export function isTo(token: Token | undefined): boolean {
  return token !== undefined && ['to', 'in', 'into', 'on', 'by', 'via', 'at', 'with', 'over'].includes(token.text);
}

/** What can stand after a verb: to whom, by what, or words that change nothing. */
type Follower =
  | { readonly kind: 'to'; readonly to: Recipient }
  | { readonly kind: 'by'; readonly by: Medium; readonly isNoun: boolean }
  | { readonly kind: 'filler' };

type Followers = (isFirst: boolean) => Parser<Follower>;

const determiner = maybe(phrase('a|an|the|our|my|your'));
const through = both(phrase('by|via|per|through|over|as|using'), determiner);
const chats: Parser<Medium> = map(medium, (one) => (one === 'email' || one === 'sms' || one === 'app' ? null : one));
export const byMedium: Parser<Medium> = longest<Medium>(
  map(both(through, missive), ([, by]) => by),
  map(both(through, medium), ([, by]) => by),
  map(both(phrase('with'), missive), ([, by]) => by),
  map(both(both(phrase('on|in|to|into|at|for|with'), determiner), chats), ([, by]) => by),
);
const MAILS = new Set(
  'email mail text sms tell notify message inform alert welcome thank congratulate greet invite reward'.split(' '),
);
/** "Put that on Discord", not "tell me that …". */
const that: Parser<string> = (tokens, at) => {
  const after = tokens[at + 1];
  const isThing = after === undefined || after.gap !== '' || isTo(after) || after.text === 'too' || after.text === 'as';
  const verb = tokens[at - 1]?.text ?? '';
  const here = tokens[at]?.text ?? '';
  // "Add them to the sheet", but "e-mail them".
  const isNamed = here === 'that' || (here === 'them' && isTo(after) && !MAILS.has(verb));
  return isNamed && isThing ? [here, at + 1] : null;
};
const filler: Parser<string> = longest(
  phrase('it|this|these|those|everything|both all|both?'),
  phrase('them|all of? them? all|both'),
  that,
  phrase('a|an|the|new* post|update|status'),
  phrase('the? news|details|info|result|results|link|message|alert|outcome|word'),
  phrase('about|of|with it|this|that|them'),
  phrase('a copy|note|link|message|line|word of? it|this|that|them?'),
  phrase('a|an|one new? row|line|entry|record'),
  phrase('a|the|our log|record|note|track of'),
  phrase('down|up|hears|knows'),
  phrase('their|his|her|its name|names|email|address|details|data|number|amount|total|text|rating'),
  phrase('with|including the|all|its* details|info|information|link|numbers|figures|data'),
  phrase('know|hear|see|posted|updated|informed|aware'),
  phrase('in the loop'),
  phrase('not|never to? me|us'),
  phrase('up to date'),
  phrase('please|just|also|too|directly|straight|privately|automatically|personally|again|right'),
  phrase('right away|now|then'),
  phrase('as well'),
);

/** `isFirst`: right after a verb of telling, where an unknown word is somebody. */
export const followers = forPeople((facts): Followers => {
  const who = recipient(facts);
  const at = longest<Recipient>(
    map(both(phrase('to|for|with|cc|bcc|including'), who), ([, to]) => to),
    map(both(phrase('in|into|on|at|to|via|as'), addressed), ([, to]) => to),
    map(both(phrase('in|into'), inbox), ([, to]) => to),
    (tokens, index) => {
      const read = who(tokens, index);
      return read && read[0].kind === 'person' && !isTold(tokens, index, read[1]) ? null : read;
    },
  );
  const to: Parser<Follower> = map(at, (one) => ({ kind: 'to', to: one }));
  const by: Parser<Follower> = map(byMedium, (one) => ({ kind: 'by', by: one, isNoun: false }));
  const noun: Parser<Follower> = map(missive, (one) => ({ kind: 'by', by: one, isNoun: true }));
  const fill: Parser<Follower> = map(filler, () => ({ kind: 'filler' }));
  const somebody: Parser<Follower> = map(anybody, (one) => ({ kind: 'to', to: one }));
  const any = longest(by, fill, noun, to);
  return (isFirst) => (tokens, index) => {
    const read = any(tokens, index);
    if (read || !isFirst) return read;
    const stranger = somebody(tokens, index);
    return stranger && endsPerson(tokens[stranger[1]]) ? stranger : null;
  };
});

/** "Email the members" tells them; "post the members … to #billing", "email the members to me" tells of them. */
function isTold(tokens: readonly Token[], at: number, next: number): boolean {
  const verb = tokens[at - 1]?.text ?? '';
  const after = tokens[next]?.text ?? '';
  if (POSTS.has(verb)) return false;
  if (SENDS.has(verb) && !['a', 'an', 'the', 'this', 'that', 'our'].includes(after) && tokens[next]?.kind !== 'quote')
    return false;
  for (let index = next; index < tokens.length && !STOPS.has(tokens[index]?.gap ?? ''); index++) {
    if (tokens[index]?.text !== 'to') continue;
    const read = addressed(tokens, index + 1);
    if (read || ['me', 'us', 'my'].includes(tokens[index + 1]?.text ?? '')) return false;
  }
  return true;
}
const POSTS = new Set(
  'post share drop announce publish push report put add log record save store track append enter insert note file upload keep'.split(
    ' ',
  ),
);
const SENDS = new Set('send forward deliver shoot pass'.split(' '));

function endsPerson(token: Token | undefined): boolean {
  return (
    token === undefined ||
    token.gap !== '' ||
    ['when', 'if', 'about', 'that', 'whenever', 'and', 'on', 'by', 'via', 'every', 'once', 'know', 'a', 'an'].includes(
      token.text,
    )
  );
}

const joins = phrase('and|plus|also|as|well|+*');

/** What follows a verb: to whom, and by what. Ends where anything else begins. */
export function withFollowers(
  begun: Telling,
  tokens: readonly Token[],
  start: number,
  target: Followers,
): readonly [Telling, number] {
  const to = [...begun.to];
  const by = [...begun.by];
  let next = start;
  for (;;) {
    const here = tokens[next];
    if (!here || (next > start && STOPS.has(here.gap))) break;
    const isFirst = next === start && begun.verbs.some(({ way }) => way === 'tell') && to.length === 0;
    const join = joins(tokens, next)?.[1] ?? next;
    const isList = join > next || here.gap === ',';
    const goesOn = next > start || begun.to.length + begun.by.length > 0;
    const read = target(isFirst)(tokens, join > next && goesOn ? join : next);
    if (!read || read[1] === next) break;
    const [one] = read;
    // "and an e-mail to …" begins anew; "and see", "them and …" do not belong here.
    if (isList && one.kind === 'by' && (one.isNoun || to.length > 0)) break;
    if (isList && one.kind === 'filler' && here.text !== 'not') break;
    const isAnother = ['and', 'plus', '+'].includes(here.text) || here.gap === ',';
    if (one.kind === 'to' && isAnother && (to.length === 0 || getsTask(tokens, read[1]))) break;
    // "Send me the past due members": what is sent.
    if (one.kind === 'to' && one.to.kind === 'person' && to.length > 0 && !isList && !isTo(here)) break;
    if (one.kind === 'to' && isSame(to.at(-1), one.to, here, by)) to.pop();
    if (one.kind === 'to') to.push(one.to);
    if (one.kind === 'by') by.push(one.by);
    next = read[1];
  }
  return [{ ...begun, to, by }, next];
}

/** "… and Maria gets a task": somebody else's clause. */
const getsTask = phrase(
  'should|must|will|can* get|gets|receive|receives a|an|the|one? task|todo|to-do|ticket|follow-up',
);

/** Whether it only says where somebody is reached: "the desk (desk@shop.example)", "me at +1 …", "everyone in #general". */
function isSame(before: Recipient | undefined, { kind }: Recipient, here: Token, by: readonly Medium[]): boolean {
  if (before?.kind === 'person')
    return here.gap === '(' || (kind === 'channel' && (here.text === 'in' || here.text === 'on'));
  if (before?.kind !== 'user') return false;
  // "Wake me with a text to +1 …".
  if (kind === 'phone' && here.text === 'to') return by.includes('sms');
  // "Let me know in #deals"; "tell me and post it in #deals" is two.
  if (kind === 'channel') return here.text === 'in' || here.text === 'on';
  return ['at', 'on', 'under'].includes(here.text);
}

/** A target by itself: `to #ops`, `by e-mail`, `cc a@b.co`; people only where a verb waits for them. */
export const targetAlone = forPeople((facts) => ({ waiting: aloneFor(facts, true), alone: aloneFor(facts, false) }));

function aloneFor(facts: People, waits: boolean): Parser<Telling> {
  const all = recipient(facts);
  const toMe: Parser<Recipient> = map(all, (one) => (one.kind === 'person' ? null : one));
  const first = longest<Follower>(
    map(byMedium, (by) => ({ kind: 'by', by, isNoun: false })),
    map(both(phrase(waits ? 'to|for|with|cc|bcc' : 'to|with|cc|bcc'), waits ? all : toMe), ([, to]) => ({
      kind: 'to',
      to,
    })),
    map(both(maybe(phrase('in|into|on|at|to|via|cc')), addressed), ([, to]) => ({ kind: 'to', to })),
  );
  const target = followers(facts);
  return (tokens, at) => {
    if (SENDERS.has(tokens[at - 1]?.text ?? '')) return null;
    const read = first(tokens, at) ?? bareMedium(tokens, at);
    if (!read) return null;
    const [one] = read;
    const begun: Telling = { verbs: [], to: one.kind === 'to' ? [one.to] : [], by: one.kind === 'by' ? [one.by] : [] };
    const [whole, end] = withFollowers(begun, tokens, read[1], target);
    return [whole, seeing(tokens, end)?.[1] ?? end];
  };
}
/** After these an address is somebody whose mail or order is meant. */
const SENDERS = new Set('from by of mentions mention says say contains containing subject sender'.split(' '));
const seeing = phrase(
  'should|can|must|may|needs|need|has|have|to|wants|also* see|get|know|hear|receive|have|hears|knows|gets|sees|learns|learn about? it|this|that|them? too|also|as|well*',
);

/** `→ discord`, `: email`. */
function bareMedium(tokens: readonly Token[], at: number): readonly [Follower, number] | null {
  const gap = tokens[at]?.gap ?? '';
  const isAnd = tokens[at - 1]?.text === 'and' && (tokens[at]?.kind ?? '') === 'word';
  if (gap !== '→' && gap !== ':' && !(isAnd && chats(tokens, at))) return null;
  const read = medium(tokens, at);
  return read ? [{ kind: 'by', by: read[0], isNoun: false }, read[1]] : null;
}
