import { both, longest, map, type Parser, phrase } from './grammar.ts';
import type { Maker, Making } from './making.ts';
import { tail } from './messages.ts';
import { addressed, type Recipient, recipient } from './recipients.ts';
import { byMedium } from './targets.ts';
import { doingsOf } from './telling.ts';
import { linkAt } from './text-link.ts';
import type { Token } from './tokens.ts';
import type { Telling } from './verbs.ts';

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
  if (told && (who.to.length === 0 || link === null || !isToDo(tokens, link.from, context.facts))) return null;
  const text = link === null ? null : tail(context.sentence, tokens, link.to, context.begins);
  if (told && text === null) return null;
  if (thing && text === null && noun(tokens, at) === null) return null;
  const telling: Telling = { verbs: [{ way: 'tell', by: null }], to: who.to, by: who.by };
  const doings = doingsOf(telling).map((one) => ({ ...one, details: text ? { text: text.text } : {} }));
  const used: [number, number][] = [
    [at, who.next],
    ...(text && link ? [[link.from, text.to] as [number, number]] : []),
  ];
  return { doings, used, next: text?.to ?? who.next } satisfies Making;
};

const also = phrase('and|plus');
const forWhom = phrase('for|to');
const particle = phrase('up|of');
const somewhere = both(phrase('in|on|via'), addressed);

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
    // "Remind us in #kitchen".
    const where = to.length > 0 ? somewhere(tokens, next) : null;
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

/** "Tell me to drink water": what follows is no person and no place. */
function isToDo(tokens: readonly Token[], at: number, facts: Parameters<typeof recipient>[0]): boolean {
  const to = tokens[at];
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
  'a|an? good|happy? hello|hi|hey|welcome|congrats|congratulations|thanks|greeting|greetings|morning|birthday|night|afternoon|evening|friday|monday|thank-you message|note|you?',
);
/** "Post a hello in #front-desk": the text is the thing itself. */
export const greetings: Parser<string> = map(both(say, greeting), ([, said]) => said.replace(/^an? /i, ''));
