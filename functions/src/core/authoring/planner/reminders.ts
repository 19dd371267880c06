import { both, longest, map, type Parser, phrase } from './grammar.ts';
import type { Context, Maker, Making } from './making.ts';
import { simple } from './makings.ts';
import { type Begins, beginsCondition, connects, type Text, tail, timesIn } from './messages.ts';
import { addressed, type Recipient, recipient } from './recipients.ts';
import { byMedium } from './targets.ts';
import { doingsOf } from './telling.ts';
import { linkAt } from './text-link.ts';
import type { Token } from './tokens.ts';
import { isOfOthers, type Telling } from './verbs.ts';

const reminds = phrase('remind|nudge|prod|poke|reminding|reminds|jog');
const tells = phrase('tell|ping|notify|message|text|email|mail|alert');
const noun = longest(
  phrase(
    'set|send|give|get|create|make|add|schedule|want|need|like|up|me|us|a|the|my|another|daily|weekly|quick|short|friendly* reminder|reminders|nudge',
  ),
);
const indirect = longest(
  phrase('dont|never let me|us forget'),
  phrase('do not let me|us forget'),
  phrase('make sure that? i|we dont|never? forget|remember'),
  phrase('help me|us remember'),
  phrase('i|we have|need|must|should to? remember'),
  phrase('i|we must|should not|never forget'),
  phrase('i|we mustnt|shouldnt forget'),
);

/** `remind me tomorrow at 5 to call the landlord`, `a reminder for me: plan the week`, `ping #team to submit timesheets`. */
export const reminder: Maker = (tokens, at, context) => {
  const verb = reminds(tokens, at);
  const told = verb ? null : tells(tokens, at);
  const thing = verb || told ? null : (indirect(tokens, at) ?? noun(tokens, at));
  const begin = verb ?? told ?? thing;
  if (!begin) return null;
  const who = addressees(tokens, begin[1], recipient(context.facts), thing !== null);
  if (verb && who.to.length === 0) return null;
  const link = linkAt(tokens, who.next);
  if (told && (who.to.length === 0 || link === null || !isToDo(tokens, link.from, who.next, context.facts)))
    return null;
  const later = verb ? toDoBehind(tokens, who.next, context.facts) : null;
  const begun = later ?? link;
  const said = begun === null ? null : tail(context.sentence, tokens, begun.to, afresh(context));
  if (told && said === null) return null;
  const before = said === null && !told ? thoughtBefore(tokens, at, context) : null;
  const text = said ?? before;
  if (thing && text === null && noun(tokens, at) === null) return null;
  const telling: Telling = { verbs: [{ way: 'tell', by: null }], to: who.to, by: who.by };
  const doings = doingsOf(telling).map((one) => ({ ...one, details: text ? { text: text.text } : {} }));
  const used: [number, number][] = [
    [at, who.next],
    ...(said && begun ? [[begun.from, said.to] as [number, number]] : []),
    ...(before ? [[before.begin, before.to] as [number, number]] : []),
  ];
  // What stands between them is for others to read.
  return { doings, used, next: (later ? null : said?.to) ?? who.next } satisfies Making;
};

const NO_TO = new Set(
  'down up close due about going has have is are need needs want wants next back according from'.split(' '),
);
/** "Remind me when it is below 5 to order more": what is to be done stands behind the condition. */
function toDoBehind(
  tokens: readonly Token[],
  at: number,
  facts: Context['facts'],
): { readonly from: number; readonly to: number } | null {
  if (!beginsCondition(tokens, at)) return null;
  const near = tokens.slice(at + 1);
  const end = near.findIndex(({ gap }) => gap === '.' || gap === ';' || gap === '→');
  const clause = end < 0 ? near : near.slice(0, end);
  const to = clause.findLastIndex(
    ({ text }, index) =>
      text === 'to' &&
      clause[index + 1]?.kind === 'word' &&
      !NO_TO.has(clause[index - 1]?.text ?? '') &&
      recipient(facts)(clause, index + 1) === null,
  );
  return to < 0 ? null : { from: at + 1 + to, to: at + 2 + to };
}

/** `ask #team every day at 9 what they plan`, `ask sam@x.example to send his hours`: a message to them. */
export const asking: Maker = (tokens, at, context) => {
  if (tokens[at]?.text !== 'ask' || isOfOthers(tokens, at)) return null;
  const who = addressees(tokens, at + 1, recipient(context.facts), false);
  const question = questionAt(tokens, who.next);
  // "Ask me first" is another thing than "ask me how it went".
  if (who.to.length === 0 || (question === null && who.to.some(({ kind }) => kind === 'user'))) return null;
  const link = question ?? linkAt(tokens, who.next);
  const text = link && tail(context.sentence, tokens, link.to, afresh(context));
  if (!link || !text) return null;
  const telling: Telling = { verbs: [{ way: 'tell', by: null }], to: who.to, by: who.by };
  const doings = doingsOf(telling).map((one) => ({ ...one, details: { text: text.text } }));
  return {
    doings,
    used: [
      [at, who.next],
      [link.from, text.to],
    ],
    next: text.to,
  };
};

const ASKED = new Set('what how whether when why who which where if'.split(' '));
/** Where a question begins, past what was said about when. */
function questionAt(tokens: readonly Token[], at: number): { readonly from: number; readonly to: number } | null {
  const when = timesIn(tokens);
  for (let next = at; next < tokens.length; next++) {
    const here = tokens[next];
    if (here && ASKED.has(here.text) && !when[next]) return { from: next, to: next };
    if (!here || !(when[next] || connects(here))) return null;
  }
  return null;
}

/** In "remind me to call Tom and order more" both are what to remember; after a time or a comma another thing begins. */
function afresh(context: Context): Begins {
  return (tokens, at) => {
    if (!context.begins(tokens, at)) return false;
    const first = ['and', 'then', ':'].includes(tokens[at]?.text ?? '') ? at + 1 : at;
    if (simple(tokens, first, context) !== null) return false;
    const here = tokens[at];
    const isParted = here?.gap !== '' || here.text === ':' || timesIn(tokens)[at - 1] === true || here.text === 'then';
    return isParted || tokens.slice(first, first + 4).some(({ text }) => ['me', 'us', 'also'].includes(text));
  };
}

const complaint = longest(
  phrase('i|we always|often|keep|usually|tend|constantly|sometimes|to* forget|forgetting|miss|missing to?'),
  phrase('i|we never|rarely|cant|dont|hardly remember to?'),
  phrase('i|we have|need|must|should|ought|want|got|gotta to*'),
  phrase('i|we am|are supposed|meant to'),
  phrase('dont|never forget|miss to?'),
);
const nearThought = phrase('please|so|can|could|would|you|also|just|kindly*');

/** "I keep forgetting to back up. Remind me on the 1st": what is to be remembered was said in the thought before. */
function thoughtBefore(tokens: readonly Token[], at: number, { sentence }: Context): (Text & { begin: number }) | null {
  let start = at;
  while (start > 0 && tokens[start]?.gap === '' && nearThought(tokens, start - 1) !== null) start -= 1;
  const gap = tokens[start]?.gap ?? '';
  if (start === 0 || !['.', ';', '–', ',', ':'].includes(gap)) return null;
  let begin = start - 1;
  while (begin > 0 && !['.', ';', '?'].includes(tokens[begin]?.gap ?? '')) begin -= 1;
  const told = complaint(tokens, begin);
  if (told === null && (gap === ',' || gap === ':')) return null;
  const text = tail(sentence, tokens.slice(0, start), told?.[1] ?? begin, () => false);
  return text && { ...text, begin };
}

const also = phrase('and|plus');
const forWhom = phrase('for|to');
const particle = phrase('up|of');
const somewhere = both(phrase('in|on|via'), addressed);
const toAddress = both(phrase('to|at'), addressed);

interface Addressees {
  readonly to: readonly Recipient[];
  readonly by: Telling['by'];
  readonly next: number;
}

/** Without "to": in "remind me to support Sam" it begins what is to be done. After a reminder it leads to whom: "for me". */
function addressees(tokens: readonly Token[], at: number, who: Parser<Recipient>, isNoun: boolean): Addressees {
  const to: Recipient[] = [];
  const by: Telling['by'][number][] = [];
  let next = at;
  for (;;) {
    const isList = tokens[next]?.gap === ',' || also(tokens, next) !== null;
    const read = to.length > 0 && isList ? who(tokens, also(tokens, next)?.[1] ?? next) : null;
    const first = to.length === 0 ? who(tokens, (isNoun ? forWhom : particle)(tokens, next)?.[1] ?? next) : null;
    // "Remind us in #kitchen", "by text to +1 …".
    const where = to.length > 0 ? (somewhere(tokens, next) ?? (by.length > 0 ? toAddress(tokens, next) : null)) : null;
    if (where) {
      to.splice(-1, 1, where[0][1]);
      next = where[1];
      continue;
    }
    const through = byMedium(tokens, next);
    const one = through ? null : (first ?? read);
    if (one && (tokens[next]?.gap === '' || tokens[next]?.gap === ',' || next === at)) {
      to.push(one[0]);
      next = one[1];
    } else if (through) {
      by.push(through[0]);
      next = through[1];
    } else return { to, by, next };
  }
}

/** "Tell me to drink water": what follows is no person and no place. "Tell me every morning that all is well". */
function isToDo(tokens: readonly Token[], at: number, next: number, facts: Parameters<typeof recipient>[0]): boolean {
  const to = tokens[at];
  if (to?.text === 'that') return at > next && tokens[at + 1]?.kind === 'word';
  return (
    to?.text === 'to' &&
    to.gap === '' &&
    tokens[at + 1]?.kind === 'word' &&
    !recipient(facts)(tokens, at + 1) &&
    !byMedium(tokens, at)
  );
}

const say: Parser<string> = phrase('say|wish|post|send|write');
const greeting = phrase(
  'a|an? good|happy? hello|hi|hey|welcome|congrats|congratulations|thanks|greeting|greetings|morning|birthday|night|afternoon|evening|friday|monday|thank-you message|note|you|all|everyone|everybody|team|folks?',
);
/** "Post a hello in #front-desk": the text is the thing itself. */
export const greetings: Parser<string> = map(both(say, greeting), ([, said]) => said.replace(/^an? /i, ''));
