import type { Impossible } from './impossible.ts';

const RULES =
  '(?:instructions?|rules?|prompts?|guidelines?|restrictions?|polic(?:y|ies)|approvals?|safety|constraints?|training|programming|limits?|limitations|safeguards?|guardrails?|orders|commands|directives?|user|owner)';
const SUCH =
  '(?:all|any|every|your|my|the|his|her|our|these|those|previous|prior|earlier|above|of|existing|current|other|system|preceding|given|old)';
const PEOPLE = '(?:customers?|members?|clients?|prospects?|leads?|users?|employees?|patients?|subscribers?|contacts?)';
const PRIVATE =
  '(?:data(?:base)?|e-?mails?|phones?|phone numbers?|numbers|addresses|records?|details|contacts?|information|infos?|passwords?|names|personal|bank|payment|card)';

/** Texts that give orders to whoever reads them, whatever else they say. In lower case, one blank between words. */
const COMMANDS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:ignore|disregard|forget|override|overrule|bypass|circumvent|violate|break|unlearn|discard)\\s+(?:${SUCH}\\s+)*${RULES}\\b`,
  ),
  new RegExp(
    `\\b(?:disable|deactivate|turn off|switch off|skip|remove|suspend|bypass|lift|drop)\\s+(?:${SUCH}\\s+)*(?:approvals?|approval step|safety|safeguards?|guardrails?|confirmations?|checks|restrictions|limits|policies)\\b`,
  ),
  /\b(?:you are|you're|youre|u r|act|behave|respond|reply|answer) (?:now|as|like|henceforth|hereby|from now on)\b.{0,40}\b(?:assistant|ai|model|admin|administrator|root|mode|dan|developer|system|bot|hacker|unrestricted|pirate|god|machine|expert)\b/,
  /\byou(?: are|'re|re) (?:now )?(?:an? |the |in )?(?:\w+ )?(?:unrestricted|unfiltered|uncensored|jailbroken|free|evil|root|developer mode|maintenance mode|debug mode|god mode|admin mode)\b/,
  /\b(?:developer|maintenance|debug|god|admin|sudo|root|jailbreak|dan|test|override) mode\b/,
  new RegExp(
    `\\b(?:no longer|not|never|nor) (?:be )?(?:bound|limited|restricted|governed|constrained|subject)\\s+(?:by|to)\\s+(?:${SUCH}\\s+)*${RULES}\\b`,
  ),
  /\bjailbreak\b|\bprompt injection\b|\bsudo\b|\brm -rf\b|\bdrop table\b|\bdo anything now\b/,
  /\bpretend (?:to be|that|you|there)\b|\bnew (?:instructions?|rules?|directives?)\s*:|\byour new (?:task|role|instructions?|rules|goal)\b/,
  /\b(?:print|show|reveal|repeat|output|display|tell|give|send|post|dump|leak|write|share|what(?: is|'s|s|) ?(?:are)?)\b.{0,30}\b(?:system|hidden|initial|your|secret|internal|own) (?:system )?(?:prompts?|instructions?|rules|configuration|source code|message)\b/,
  /(?:^|[\n.!?"'>\]])\s*(?:system|assistant|developer|admin|root|user|###|\[system\]|\[inst\]|<\|?(?:system|im_start|assistant)[^>]*>)\s*(?:message|prompt|override|note|notice|alert)?\s*:\s*\S/,
  /<!--|-->|<script|<\|im_|\[\/?inst\]|<\/?(?:system|instructions?|assistant)>/,
  /\b(?:do|act|behave|proceed|comply|carry out|follow|obey|execute|run|perform|apply)\b[^.!?]{0,40}\b(?:what(?:ever)?|as|that|which|everything|anything|the|any|those|these|its)\b[^.!?]{0,40}\b(?:says?|said|written|tells?|told|(?<=\b(?:their|its|his|her|the|those|these|my) )orders(?! (?:over|above|below|under|of|that|from|worth|list))|instructs?|commands?|demands?|instructions?)\b(?!\s+(?:that )?contain)/,
  /\bthen (?:act|execute|do|follow) (?:on|it|upon|that|them|as)\b|\b(?:do|act) (?:as|what) (?:it|they|he|she|the \w+) (?:says?|asks?|wants?|tells?)\b|\bfollow (?:the|its|their|those|these|any|all) (?:\w+ )?(?:instructions?|orders?|commands?)\b/,
  /\bbase ?64\b|\brot ?13\b|\bdecode (?:it|this|that|the|and)\b|\b(?:run|execute|eval)\b.{0,60}\bas (?:a |an )?(?:command|code|script|instruction|program|shell)s?\b/,
  /\b(?:ai|language) (?:assistants?|models?|agents?|bots?) (?:must|should|shall|have to|need to|will|are to)\b/,
  /\b(?:i am|i'm|im|this is|we are|message|note|p\.? ?s\.?|order|notice|update|request|greetings)\s*(?:from|an?|the|your|of|by)*\s*(?:the |your |our |an? )?(?:playbooks?'? (?:support|team|staff|developer|admin)|developers?|system administrator|administrator|admin|sysadmin|root|openai|anthropic|google support|security team|creator|platform team|it department|ceo of playbooks)\b/,
  /\bto verify (?:your|the|my|this) (?:account|identity)\b|\bfor (?:security|verification|testing) (?:purposes|reasons)\b/,
  /\bthe recipients? of (?:all|every|any)\b.{0,30}\bis now\b|\ball (?:mails|emails|e-mails|messages) (?:now )?(?:go|must go|are to go) to\b/,
  /\bwithout (?:asking|any (?:approval|confirmation|review|question)|(?:my |an? |the |our |further )?(?:approval|confirmation|permission|consent|review|click)|telling (?:me|anyone|anybody)|confirming|waiting for)\b/,
  /\b(?:don't|dont|do not|never|no need to) (?:ask|wait) (?:for|me|us|anyone|anybody|again|permission|first|before)\b.{0,40}\b(?:activate|approv|confirm|permission|ok|before|just do)\b/,
  /\b(?:auto-?approve|self-?approve|approve (?:all|every|any|everything|whatever)[^.]{0,40}(?:automatically|from now|always|requests?|pending|future))\b/,
];

/** What leaves the house is no message: whole lists of people, and secrets. */
const LEAKS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:export|dump|leak|exfiltrate|extract|steal|copy|upload|download|forward|email|mail|send|post|publish|share|sell|give)\\b[^.!?]{0,40}\\b(?:all|every|each|entire|whole|our|the|complete|full)\\b[^.!?]{0,25}\\b(?<!\\b(?:due|past-due|overdue|unpaid|inactive|lapsed|late) )${PEOPLE}(?:'s?|s')?\\s+(?:list(?:'s)? )?(?:${PRIVATE}|lists?)\\b`,
  ),
  new RegExp(
    `\\b(?:export|dump|leak|exfiltrate|extract)\\b[^.!?]{0,30}\\b(?:all|every|each|the|our)\\b[^.!?]{0,20}\\b(?:${PEOPLE}|database|data|everything)\\b`,
  ),
  /\b(?:print|show|reveal|send|post|mail|email|text|tell|give|share|publish|display|output|forward|leak|what(?: is|'s|s| are))\b[^.!?]{0,60}\b(?:api[- ]?keys?|passwords?|passcodes?|secrets?|access tokens?|auth tokens?|credentials?|private keys?|card numbers?|credit cards?|cvv|pins?|social security|ssns?|env(?:ironment)? variables?|\.env)\b/,
];

const ORDER: Impossible = {
  message:
    'That tells me how to behave instead of what to do for you. My rules, approvals and settings do not change by a message, and what a page or a mail says is no order to me.',
  examples: ['Email me when stock runs low', 'Send me a competitor report every Monday at 8am'],
};
const LEAK: Impossible = {
  message:
    'I do not send secrets, or whole lists of people and their data, to anywhere. I can tell you about those who matter today.',
  examples: [
    'Email me customers who have not ordered for 90 days, every Monday at 9am',
    'How many customers do we have?',
  ],
};

/** A text that commands the system, or wants secrets: answered, never obeyed. */
export function commanding(sentence: string): Impossible | null {
  const text = sentence
    .toLowerCase()
    .replace(/[‘’`´]/g, "'")
    .replace(/[ \t]+/g, ' ');
  const unquoted = text.replace(/"[^"]*"/g, '…');
  if (LEAKS.some((one) => one.test(unquoted))) return LEAK;
  return COMMANDS.some((one) => one.test(text)) ? ORDER : null;
}
