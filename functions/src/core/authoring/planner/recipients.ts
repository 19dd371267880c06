import type { AuthoringFacts } from '../authoring-facts.ts';
import { both, longest, map, maybe, means, type Parser, phrase, token, vocabulary } from './grammar.ts';
import type { Token } from './tokens.ts';

/** Whose names are looked up, and those of playbooks that can be run. */
export type People = Pick<AuthoringFacts, 'people'> & { readonly playbooks?: readonly { readonly name: string }[] };

/** Who or where something goes. A `person` has no address that is known; `name` is how he or they were called. */
export type Recipient =
  | { readonly kind: 'user'; readonly by: 'sms' | null }
  | { readonly kind: 'email' | 'phone' | 'person'; readonly name: string }
  | { readonly kind: 'channel'; readonly name: string; readonly by?: 'slack' | 'discord' | 'teams' };

/** Nouns of people, alone or with a word before them: "my accountant", "the sales team". */
const roles =
  'team|staff|crew|manager|managers|boss|bosses|chief|owner|owners|accountant|bookkeeper|partner|partners|wife|husband|spouse|colleague|colleagues|coworker|coworkers|assistant|secretary|buyer|buyers|purchaser|cofounder|co-founder|founder|founders|director|ceo|cfo|employee|employees|everyone|everybody|trainer|trainers|coach|coaches|supplier|suppliers|vendor|vendors|landlord|reception|receptionist|desk|lawyer|warehouse|kitchen|support|sales|marketing|finance|accounting|bookkeeping|management|office|bartender|budtender|budtenders|stylist|driver|intern|admin|admins|administrator|supervisor|guys|folks|group|department|board|investor|investors|him|her|somebody|someone|anyone|hr|headquarters|mother|father|brother|sister|mom|dad|friend|leader|people';
const patrons =
  'customer|customers|client|clients|member|members|guest|guests|subscriber|subscribers|patient|patients|student|students|prospect|prospects|lead|leads|shopper|shoppers|user|users|debtor|debtors';
const sorts =
  'whole|entire|front|sales|marketing|finance|floor|shop|store|shift|kitchen|studio|office|general|account|accounts|hr|night|day|purchasing|warehouse|support|social|media|business|tax|head|regional|district|stock|inventory|web|legal|operations|ops|customer|service|management|on-call|duty';
const states = 'overdue|late|past|due|past-due|delinquent|unpaid|new|inactive|lapsed|loyal|regular|active|affected';
const own = 'the|my|our|all|their|your|a|an|every|each';

/** "The customer", "them": those about whom something was found, who have no one address. */
export const patron: Parser<string> = longest(phrase(`${own}|${states}* ${patrons}`), phrase('them|him|her'));

const role: Parser<string> = longest(
  phrase(`${own}* ${sorts}* ${roles} of|in|on|at the|my|our? team|staff|shop|store|office|gym|crew`),
  phrase(`${own}* ${sorts}* ${roles}`),
  asSaid(both(maybe(phrase('the|our')), phrase('front desk'))),
  patron,
);

/** `my inbox`, `my phone`. */
export const inbox: Parser<Recipient> = longest<Recipient>(
  map(phrase('my|our|the own|personal|work|private? inbox|mail|email|mailbox|attention|notice address?'), () => ({
    kind: 'user',
    by: null,
  })),
  map(phrase('my|our own|personal|work|private? phone|mobile|cell|cellphone number?'), () => ({
    kind: 'user',
    by: 'sms',
  })),
);
const me: Parser<Recipient> = longest<Recipient>(
  map(phrase('just|only|both? me|us|myself|ourselves|moi'), () => ({ kind: 'user', by: null })),
  inbox,
);

/** Agents have no address: whoever sends them something is asked for one. */
const agent: Parser<Recipient> = map(phrase('craig|ezal|pops'), (name) => ({ kind: 'person', name }));

const channelWord = token(
  ({ kind, text }) => kind === 'name' || kind === 'quote' || (kind === 'word' && !NOT_A_NAME.has(text)),
);
const chat = longest<'slack' | 'discord' | 'teams'>(
  means('slack', 'slack'),
  means('discord', 'discord'),
  means('teams', 'microsoft|ms? teams'),
);
const capital = token(
  ({ kind, raw, text }) => kind === 'quote' || (kind === 'word' && /^\p{Lu}/u.test(raw) && !NOT_A_NAME.has(text)),
);
function channelOf(name: string, by: 'slack' | 'discord' | 'teams' | null): Recipient {
  return { kind: 'channel', name: `#${name.replace(/^#/, '').replaceAll(' ', '-')}`, ...(by === null ? {} : { by }) };
}
const channel: Parser<Recipient> = longest<Recipient>(
  map(
    both(
      maybe(phrase('the|our|my? channel?')),
      both(
        token(({ kind }) => kind === 'channel'),
        maybe(phrase('channel')),
      ),
    ),
    ([, [{ raw }]]) => ({ kind: 'channel', name: raw }),
  ),
  map(both(phrase('the|our|my|a'), both(maybe(chat), both(channelWord, phrase('channel')))), ([, [by, [{ text }]]]) =>
    channelOf(text, by),
  ),
  // "The Teams channel Fulfilment".
  map(
    both(maybe(phrase('the|our|my')), both(chat, both(phrase('channel called|named?'), capital))),
    ([, [by, [, { raw }]]]) => channelOf(raw.toLowerCase(), by),
  ),
);

/** What has an address of its own, wherever it stands. */
export const addressed: Parser<Recipient> = longest<Recipient>(
  channel,
  map(
    token(({ kind }) => kind === 'email'),
    ({ text }) => ({ kind: 'email', name: text }),
  ),
  map(
    both(
      maybe(phrase('number')),
      token(({ kind }) => kind === 'phone'),
    ),
    ([, { text }]) => ({ kind: 'phone', name: text }),
  ),
);

/** Makes parsers that know people once for each of them. */
export function forPeople<T>(make: (people: People) => T): (people: People) => T {
  const made = new WeakMap<People, T>();
  return (people) => {
    const known = made.get(people) ?? make(people);
    made.set(people, known);
    return known;
  };
}

/** Me, an address, or somebody of the team, a role or a name; a name is resolved where the team has one such person. */
export const recipient = forPeople((facts): Parser<Recipient> => {
  const named = map(person(facts), (name) => ofPerson(name, facts));
  const called = map(role, (name): Recipient => ({ kind: 'person', name }));
  const plain = longest<Recipient>(me, addressed, called, named, agent);
  return (tokens, at) => {
    const read = plain(tokens, at);
    // "The Customers sheet" is no customer.
    const after = read && tokens[read[1]];
    if (read?.[0].kind === 'person' && after && after.gap === '' && THINGS.has(after.text)) return null;
    return (read && (read[0].kind === 'person' ? withAddress(tokens, read[1]) : null)) || read;
  };
});

const reachedBy = phrase('at|on|under|via|using');
/** "The front desk (frontdesk@shop.example)", "Sam at sam@shop.example". */
function withAddress(tokens: readonly Token[], at: number): readonly [Recipient, number] | null {
  const begin = reachedBy(tokens, at)?.[1] ?? at;
  const gap = tokens[at]?.gap ?? '';
  if (gap !== '' && gap !== '(' && gap !== ':' && gap !== ',') return null;
  const read = addressed(tokens, begin);
  // After a comma it may as well be one more.
  return read && read[0].kind !== 'channel' ? read : null;
}

const THINGS = new Set(
  'sheet sheets spreadsheet list log tab board calendar channel page folder report table'.split(' '),
);

const NOT_A_NAME = new Set(
  'it that this them they the a an when whenever if unless once and or to on in at by via with for about every each all any what which who whatever as then so because new also is are be know of from there their his its i we you please thanks slack discord telegram teams email mail text sms push drive here how why not no one two same right'.split(
    ' ',
  ),
);

/** A name of a person: one that is known, or a word with a capital letter that is none of ours. */
function person(facts: People): Parser<string> {
  const firsts = new Set(facts.people.flatMap(({ name }) => name.toLowerCase().split(/\s+/)));
  return (tokens, at) => {
    const here = tokens[at];
    if (!here) return null;
    if (here.kind === 'name') return here.sort === 'person' ? [here.raw, at + 1] : null;
    if (here.kind === 'sign' && here.text === '@' && tokens[at + 1]?.kind === 'word')
      return [tokens[at + 1]?.raw ?? '', at + 2];
    if (here.kind !== 'word' || !isName(here, firsts)) return null;
    const more = tokens[at + 1];
    const isFull = more?.kind === 'word' && more.gap === '' && isName(more, firsts);
    return isFull ? [`${here.raw} ${more.raw}`, at + 2] : [here.raw, at + 1];
  };
}

function isName({ raw, text }: Token, firsts: ReadonlySet<string>): boolean {
  const said = raw.toLowerCase();
  if (NOT_A_NAME.has(text) || vocabulary.has(said)) return false;
  return firsts.has(said) || /^\p{Lu}[\p{Ll}'’-]+$/u.test(raw) || /^[A-Z]{2,3}$/.test(raw);
}

/** A lower-case word that must be somebody, because it stands where only people stand: "tell dana when …". */
export const anybody: Parser<Recipient> = map(
  both(
    maybe(phrase('the|my|our')),
    token(
      ({ kind, raw, text }) =>
        kind === 'word' && text.length > 1 && !NOT_A_NAME.has(text) && !vocabulary.has(raw.toLowerCase()),
    ),
  ),
  ([, { raw }]) => ({ kind: 'person', name: raw }),
);

function ofPerson(name: string, { people }: People): Recipient {
  const said = name.toLowerCase();
  const meant = people.filter(({ name: full, email }) => {
    const parts = full.toLowerCase().split(/\s+/);
    return full.toLowerCase() === said || parts.includes(said) || email.split('@')[0] === said;
  });
  const [only, other] = meant;
  return only && !other ? { kind: 'email', name: only.email } : { kind: 'person', name };
}

/** The words as they were said, of parsers that are put together. */
function asSaid(parser: Parser<unknown>): Parser<string> {
  return (tokens, at) => {
    const read = parser(tokens, at);
    return read
      ? [
          tokens
            .slice(at, read[1])
            .map(({ raw }) => raw)
            .join(' '),
          read[1],
        ]
      : null;
  };
}
