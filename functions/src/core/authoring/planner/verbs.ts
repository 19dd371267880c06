import { type Medium, missive } from './channels.ts';
import { both, longest, map, maybe, means, type Parser, phrase } from './grammar.ts';
import { beginsCondition } from './messages.ts';
import type { Recipient } from './recipients.ts';
import type { Gap, Token } from './tokens.ts';

/**
 * What a verb is about to do: tell somebody, send or post something somewhere, put it into something, make a report. A
 * verb may stand far from where it leads to: "post the members that owe more than $100 to #billing".
 */
export interface Verb {
  readonly way: 'tell' | 'send' | 'post' | 'put' | 'make';
  readonly by: Medium | null;
}

/** A verb, a target, or both, that stand together. */
export interface Telling {
  readonly verbs: readonly Verb[];
  readonly to: readonly Recipient[];
  readonly by: readonly Medium[];
}

const tell: Verb = { way: 'tell', by: null };
const mail: Verb = { way: 'tell', by: 'email' };
const sms: Verb = { way: 'tell', by: 'sms' };
const send: Verb = { way: 'send', by: null };
const post: Verb = { way: 'post', by: null };

const me = 'me|us';
/** Verbs that are as often nouns; where they stand tells which. */
export const active: Parser<Verb> = longest<Verb>(
  means(
    tell,
    'tell|notify|alert|inform|warn|ping|message|advise|contact|brief|buzz|update|flag|shout|dm|let',
    'write to?',
  ),
  means(tell, 'thank|congratulate|greet|welcome|invite|reward', 'wake|reach|hit'),
  means(tell, 'reach out to', 'get in touch with', 'loop in', 'give', 'show', 'point out'),
  means(mail, 'email|mail', 'email|mail to', 'mail out'),
  means(sms, 'text|sms'),
  means({ way: 'tell', by: 'slack' }, 'slack'),
  means({ way: 'tell', by: 'telegram' }, 'telegram'),
  means({ way: 'tell', by: 'discord' }, 'discord'),
  means(send, 'send|forward|deliver|shoot|pass|route|relay|direct|bring', 'send|pass|fire out|on|along|off|over'),
  means(
    post,
    'post|share|say|broadcast|circulate|drop|announce|publish|push|report|copy|cc|bcc|dump|paste|celebrate|highlight|showcase',
  ),
  means(
    { way: 'put', by: null },
    'put|add|log|record|save|store|append|enter|insert|track|note|file|upload|keep|jot|export|collect|register|capture|document|stick',
    'write',
  ),
);
const ongoing: Parser<Verb> = longest<Verb>(
  means(tell, 'telling|notifying|alerting|informing|warning|pinging|messaging|giving|updating'),
  means(mail, 'emailing|mailing'),
  means(sms, 'texting'),
  means(send, 'sending|forwarding|delivering'),
  means(post, 'posting|sharing|publishing'),
);
export const third: Parser<Verb> = longest<Verb>(
  means(tell, 'tells|notifies|alerts|informs|warns|pings|messages|gives|updates|writes|lets|shows'),
  means(mail, 'emails|mails'),
  means(sms, 'texts'),
  means(send, 'sends|forwards|delivers'),
  means(post, 'posts|shares|drops|publishes'),
);
const said: Parser<Verb> = map(
  both(
    maybe(phrase('should|must|shall|has|have|needs|need|to|is|are|will|can|get|gets|be|being|automatically|also*')),
    longest<Verb>(
      means(send, 'sent|forwarded|delivered|emailed|mailed|go|goes|reported|routed'),
      means(post, 'posted|shared|announced|published|pushed|copied|shown|visible'),
      means({ way: 'put', by: null }, 'added|logged|recorded|saved|stored|written|put|entered|tracked|noted'),
      means(sms, 'texted'),
    ),
  ),
  ([, verb]) => verb,
);
/** "Should be sent", "must land": what is to become of something. */
export const passive: Parser<Verb> = longest<Verb>(
  said,
  means(send, 'should|must|shall land|arrive|end|come|appear|pop up?'),
);

/** Wishes to be told, which name me or a message. */
export const wished: Parser<Telling> = longest<Telling>(
  means(
    told(null),
    `let ${me} know|hear`,
    'lemme know',
    'lmk|fyi',
    `keep ${me} posted|updated|informed|aware|notified`,
    `keep ${me} in the loop`,
    `keep ${me} up to date`,
    `make ${me} aware of?`,
    `give ${me} a shout|heads-up|buzz|nudge|ping|note|warning|sign`,
    `give ${me} a heads up`,
    `drop ${me} a line|note|word`,
    'bring it to my|our attention',
    'want|like|love|need|wish|wanna to? hear|know|learn about|of?',
    'should|must|can i|we know|hear about|of?',
    'be|get|gets|being|am|been notified|alerted|told|warned|informed|pinged',
    'be|stay|am|being kept? posted|updated|informed',
    'be|stay kept? in the loop',
  ),
  means(told('email'), 'be|get|gets|being|am|been emailed|mailed'),
  means(told('sms'), 'be|get|gets|being|am|been texted'),
  map(
    both(
      phrase(
        'want|wants|like|love|need|needs|prefer|expect|get|gets|getting|receive|receiving|have|appreciate|wish|trigger|triggers|deserve|deserves|warrant|warrants',
      ),
      both(maybe(phrase('me|us|to|get|receive|have|be|sent|for*')), missive),
    ),
    ([, [, by]]): Telling => ({ verbs: [{ way: 'tell', by }], to: [], by: [by] }),
  ),
);

const wants = phrase('want|need|like|love|expect|prefer to? get|see|have|receive?');
const aReport = phrase(
  'a|an|the|my|our|short|quick|full|brief|daily|weekly|monthly* report|summary|list|overview|digest|breakdown|recap|rundown|comparison',
);
/** "I'd love a summary of …": to me, unless a target follows; the report itself is left for others to read. */
export const wantsReport: Parser<Telling> = (tokens, at) => {
  const read = WISHER.has(tokens[at - 1]?.text ?? '') ? wants(tokens, at) : null;
  return read && aReport(tokens, read[1]) ? [{ verbs: [{ way: 'make', by: null }], to: [], by: [] }, read[1]] : null;
};
const WISHER = new Set(['i', 'we', 'id', 'would', 'also']);

function told(by: Medium | null): Telling {
  return { verbs: [{ way: 'tell', by }], to: [{ kind: 'user', by: null }], by: by === null ? [] : [by] };
}

/** Before a verb these make it a noun: "a text", "by mail". */
export const NO_VERB = new Set(
  'a an the this these our my your their its each every any new by via per of no unread incoming who in from with'.split(
    ' ',
  ),
);
/** Before a verb, and after a "when", these do it: "when they email us". */
const SUBJECTS = new Set(
  'we they i you he she it customers clients people members someone somebody anybody anyone nobody everybody client customer member prospects prospect leads'.split(
    ' ',
  ),
);
const IT_DOES = new Set('that which it and playbook automation bot system agent craig ezal pops mike then'.split(' '));
/** What ends a thought: nothing that is said together stands on both sides. */
export const STOPS: ReadonlySet<Gap> = new Set(['.', '?', ';', '→', ':', '–']);
/** "When we email …", "if a customer texts us": the act of somebody else. */
export function isOfOthers(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (!before || tokens[at]?.gap !== '' || !SUBJECTS.has(before.text)) return false;
  return tokens.slice(Math.max(0, at - 4), at - 1).some((_, index, near) => beginsCondition(near, index));
}

/** "When an order comes in tell #sales". */
const COMES = new Set(
  'come comes came coming is gets signs sign checks check logs log walks rolls drops goes rings'.split(' '),
);

const doingVerb = longest(active, ongoing);

export function verbAt(tokens: readonly Token[], at: number): readonly [Verb, number] | null {
  if (isOfOthers(tokens, at)) return null;
  const before = tokens[at]?.gap === '' ? (tokens[at - 1]?.text ?? '') : '';
  // Before a consonant "an" is a slip for "and".
  const isSlip = before === 'an' && !/^[aeiou]/.test(tokens[at]?.text ?? '');
  const isParticle = before === 'in' && COMES.has(tokens[at - 2]?.text ?? '');
  if (!NO_VERB.has(before) || isSlip || isParticle) {
    const read = doingVerb(tokens, at);
    if (read) return read;
  }
  return before === '' || IT_DOES.has(before) ? third(tokens, at) : null;
}
