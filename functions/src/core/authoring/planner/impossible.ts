import { takeDoings } from './actions.ts';
import { phrase, Reading } from './grammar.ts';
import { commanding } from './injection.ts';
import { starts } from './messages.ts';
import type { Token } from './tokens.ts';
import { readAtoms } from './when.ts';

export interface Impossible {
  readonly message: string;
  /** The nearest that can be done, as sentences to send. */
  readonly examples: readonly string[];
}

const NOBODY = { people: [] };

/** A family of wishes that no step of ours can meet. `left`: the sentence without what was understood to be done, and when. */
interface Family extends Impossible {
  readonly isMeant: (left: readonly Token[], at: number) => boolean;
}

/**
 * What cannot or must not be done, by what is wished and not by single words: a thing that is merely spoken of, or that
 * stands in a text ("remind me to call Tom"), is none of it.
 */
export function readImpossible(sentence: string, tokens: readonly Token[]): Impossible | null {
  const reading = new Reading(tokens);
  const doings = takeDoings(reading, NOBODY, sentence);
  const texts = doings.flatMap(({ value }) => Object.values(value.details));
  const outside = texts.reduce((said, text) => said.replace(text, ' … '), sentence);
  const order = commanding(outside);
  if (order) return order;
  if (reading.left.some((_, at) => isTooOften(reading.left, at))) return TOO_OFTEN;
  readAtoms(reading);
  const { left } = reading;
  for (const { isMeant, ...answer } of FAMILIES) {
    if (left.some((_, at) => isMeant(left, at))) return answer;
  }
  return null;
}

/** Verbs at the begin of a thought, which ask for something to be done. */
function orders(notation: string, ...more: readonly string[]): Family['isMeant'] {
  const parsers = [notation, ...more].map(phrase);
  return (left, at) => starts(left, at) && !isTold(left, at) && parsers.some((read) => read(left, at) !== null);
}

/** "When they hack …": somebody else's act. */
function isTold(left: readonly Token[], at: number): boolean {
  const before = left[at - 1]?.text ?? '';
  return (
    left[at]?.gap === '' &&
    ['if', 'when', 'whenever', 'who', 'that', 'it', 'to'].includes(before) &&
    !WANTS.has(left[at - 2]?.text ?? '')
  );
}
const WANTS = new Set('want need like love you us me have'.split(' '));

function said(notation: string, ...more: readonly string[]): Family['isMeant'] {
  const parsers = [notation, ...more].map(phrase);
  return (left, at) => parsers.some((read) => read(left, at) !== null);
}

function any(...tests: readonly Family['isMeant'][]): Family['isMeant'] {
  return (left, at) => tests.some((test) => test(left, at));
}

const people =
  'me|us|him|her|them|everyone|everybody|somebody|someone|all|every|each|the|my|our|any|a|an|past|late|customers|clients|members|people|staff|prospects|leads';
const TELL = [
  'Email me when stock runs low',
  'Tell #ops on Slack when stock runs low',
  'Text +1 312 555 0142 when stock runs low',
];

/** Not by any step that we have; spoken of as a thing of which a site or a metric tells, it is something else. */
const networks =
  'instagram|facebook|tiktok|linkedin|youtube|twitter|snapchat|pinterest|reddit|nextdoor|yelp|threads|insta|fb|ig|x|twitch|medium';
const messengers =
  'whatsapp|signal|imessage|messenger|wechat|viber|skype|line|kik|matrix|threema|facetime|zoom|fax|pager|pigeon|letter|postcard|carrier';
const posts = phrase(
  'post|publish|share|upload|put|stream|tweet|announce|go|make|create|send|write|drop|add|advertise|schedule|story|video|reel',
);

const network = phrase(`on|to|in|via|through|our|my|the|a|an* ${networks}`);
/** A verb of posting before the network, in the same thought. */
const onNetwork: Family['isMeant'] = (left, at) => {
  if (!network(left, at) || !/^\p{L}/u.test(left[at]?.text ?? '')) return false;
  for (let back = at; back >= 0 && at - back < 12; back--) {
    if (posts(left, back) && starts(left, back)) return true;
    if (['if', 'when', 'whenever', 'metric'].includes(left[back]?.text ?? '')) return false;
  }
  // The verb was understood; the network was not: "post it to … Instagram".
  const isAimed = ['on', 'to', 'via', 'through'].includes(left[at]?.text ?? '');
  return isAimed && !left.slice(0, at).some(({ text }) => ['if', 'when', 'whenever', 'campaign', 'ads'].includes(text));
};

const FAMILIES: readonly Family[] = [
  {
    isMeant: any(
      orders(
        `call|phone|ring|dial|telephone|cold-call up? ${people}`,
        'leave|send a|an|me? voicemail|voice',
        'make|place a|an|the? phone|voice? call|calls',
        'a|the phone|voice? call|ring',
      ),
      said('by|via|per|over|with|through|on a|an|the? phone|voice|telephone call|calls?', 'ringing me|us'),
    ),
    message: 'I cannot make phone calls. I can write: by e-mail, SMS, Slack, Telegram, Discord or Teams.',
    examples: TELL,
  },
  {
    isMeant: any(
      orders(`${messengers} me|us|them|him|her|the|my|our|everyone|a|an|it`, 'fax|whatsapp|wechat|viber|facetime'),
      said(
        `on|to|via|by|through|over|per|in|using a|an|my|our|the? ${messengers}`,
        'a|an|the whatsapp|signal|imessage|wechat|viber|skype|fax message|chat|call?',
        'a|an|the|our postcard|letter|fax|parcel',
      ),
    ),
    message: 'I have no way to send that there. I can write by e-mail, SMS, Slack, Telegram, Discord or Teams.',
    examples: TELL,
  },
  {
    isMeant: any(
      onNetwork,
      orders('tweet|retweet|vlog|livestream|podcast'),
      said('dance|music|promo|promotional? video|reel|story|livestream on|to|for'),
    ),
    message:
      'I cannot post there. I can post on Mastodon and Bluesky, hand a text to a webhook that passes it on, or remind you to post it.',
    examples: [
      'Publish a social post on Mastodon every Wednesday at 10am: "New this week"',
      'Remind me every day at 5pm to post a video',
    ],
  },
  {
    isMeant: any(
      orders(
        'hack|crack|ddos|attack|sabotage|spy|stalk|wiretap|blackmail|threaten|harass|steal|phish|spam|bribe|dox|scam|forge|impersonate|counterfeit|launder|infiltrate',
        'break|log|get in|into',
        'take|bring|knock|shut|crash|put|kick their|his|her|the|competitors|competitor|shop|shops|site|website|server|servers|store|down|offline|out|of* down|offline',
        'knock|take|crash|bring their|the|a|competitors|competitor|rival|rivals|other* shop|site|website|server|store',
        'lower|raise|change|delete|edit|mess their|competitors|competitor|rivals with? price|prices|listings|reviews|site|website',
        'read|open|intercept|get|access the|all|every|private|personal* email|emails|mail|mails|messages|texts|calendar|files|inbox of|from',
        'listen|eavesdrop to|on|in',
        'track|follow|locate|monitor|record|watch my|our|the|an|every|all* employee|employees|staff|worker|workers|wife|husband|girlfriend|boyfriend|kids|child|children|team phone|phones|location|locations|calls|screen|screens|position|positions|where|computers|movements',
        'read|open|see|intercept my|our|the|a|an* his|her|their|someone|somebody|competitors|competitor|rivals|rival|employees|employee|staff|neighbors|neighbours email|emails|mail|mails|messages|inbox',
      ),
      said(
        'fake|bogus|invented|made-up|phony five|5|one|1|good|bad|star|stars|positive|negative|customer|google* review|reviews|accounts|followers|orders|ratings|testimonials|likes',
      ),
    ),
    message:
      'I will not do that: it would harm or deceive others, or look into what is not ours. I can watch what they show in public.',
    examples: [
      "Track our competitors' prices every morning and email me if they undercut us by more than 10%",
      'Tell me about every new review',
    ],
  },
  {
    isMeant: any(
      orders(
        'buy|purchase|sell|trade|invest|short|bid|gamble|bet|stake',
        'pay|wire|transfer|withdraw|deposit|charge|donate|lend|borrow',
        'refund the|a|an|my|our|all|every|each* customer|customers|client|order|orders|them|him|her|money|payment',
        'move money|funds',
        'order a|an|some|me|us|two|three|several|lunch|dinner|breakfast|food|pizza|pizzas|flowers|coffee|sushi|supplies|drinks|cake|taxi|uber',
        'get a|an|some|me|us|the|team|two|three|several|fresh* lunch|dinner|breakfast|food|pizza|pizzas|flowers|coffee|sushi|supplies|drinks|cake|taxi|uber|loan|ticket|tickets',
        'book|reserve|rent a|an|the|me|us|two|some',
        'file|do|submit my|our|the tax|taxes|vat|accounts',
      ),
      said('from my|our bank account'),
    ),
    message:
      'I cannot spend, move or pay money, and I buy and book nothing. I can draft a purchase order for you to send, or remind you.',
    examples: [
      'Draft a purchase order when stock runs low',
      'Remind me on the 1st of every month at 9am to transfer the rent',
    ],
  },
  {
    isMeant: any(
      orders(
        'print|drive|clean|cook|bake|wash|mop|sweep|vacuum|dust|feed|mow|paint|repair|carry|brew|shred|laminate|sew|fly|walk|iron|water|unclog|shovel|fetch|hug|massage|teleport|assemble',
        'pick|drop up|off',
        'turn|switch|dim on|off|up|down the|all|our|my? light|lights|heating|heater|music|tv|oven|machine|machines|ac|air|fan|fans|coffee|alarm|pump|lamp|lamps',
        'turn|switch the|all|our|my? light|lights|heating|heater|music|tv|oven|machine|machines|ac|fan|fans|lamp|lamps on|off|up|down',
        'lock|unlock|open|close|shut the|all|our|my door|doors|gate|gates|shop|store|studio|window|windows|safe|shutters|gym',
        'make|get|bring|serve me|us|everyone|the|team* a|an|some|me|us* coffee|tea|sandwich|sandwiches|lunch|dinner|breakfast|cake|drink|drinks',
      ),
      said('on|with the|our|my|a office|shop|store? printer'),
    ),
    message: 'I cannot act outside of the computer. I can remind whoever does it, or create a task.',
    examples: [
      'Remind me every day at 6pm to turn on the lights',
      'Create a task for Pops every Monday at 8am to print the list',
    ],
  },
  {
    isMeant: any(
      orders(
        'hire|recruit|employ|interview|sack|promote|marry|sue|arrest|evict|adopt',
        'fire|dismiss a|an|the|my|our|every|any|all|whoever* trainer|trainers|employee|employees|manager|worker|workers|staff|guy|person|anyone|someone|people|bartender|budtender|cashier|driver|cook|whoever',
        'lay off',
        'negotiate|convince|persuade|force|attend|represent',
      ),
    ),
    message: 'That takes a person. I can tell you when it is time, or create a task for it.',
    examples: ['Tell me when a new member joins', 'Create a task for Craig when a new member joins'],
  },
  {
    isMeant: any(
      orders(
        'guarantee|promise|assure',
        'make us|me|our|my|sure|that|we|shop|business* rich|famous|successful|win|millionaire|popular|viral|number|first|best|1',
        'ensure|make|see that|sure|to|it|we|i|our|us* win|number|never|always|rank|ranks|are|become number|first|one|lose|fail',
        'predict|foresee|prophesy|foretell|guess',
        'stop|make|let|control the|it* rain|snow|weather|traffic|time|sun|war|inflation',
        'win|beat|rank',
      ),
      said(
        'lottery|winning|lotto number|numbers',
        'crystal ball',
        'number|position one|1|first on|in|at google',
        'who will win',
        'tomorrow stock|share|exchange prices|rates|market',
      ),
    ),
    message:
      'Nobody can promise or foresee that, and neither can I. I can watch the figures and tell you when they change.',
    examples: ['Email me when revenue falls below $1,000', 'Send me a competitor report every Monday at 8am'],
  },
  {
    isMeant: any(
      orders(
        'delete|wipe|erase|destroy|drop|purge|remove|clear all|every|everything|whole|entire|the|our|my|of* customer|customers|member|members|client|clients|data|database|records|record|invoices|orders|emails|files|accounts|users',
        'delete|wipe|erase|destroy|purge|remove|hide|bury all|any|each|every|the|a|an|our|my|their|those|bad|negative|poor|old|1-star|one-star|1|one|star|google|customer* review|reviews|rating|ratings|comment|comments|testimonials',
        'delete|wipe|erase|destroy|purge|remove all|any|each|every|old|late|unpaid|overdue|inactive|bad|spam|the|our|my* customers|members|clients|products|items|prospects|leads|orders|invoices|emails|mails|posts|files|subscribers',
        'wipe|destroy|erase|purge everything|all',
        'format|factory-reset',
      ),
    ),
    message: 'I do not delete data. Whoever owns them does that by hand, in the app.',
    examples: [
      'Which customers have not ordered for 90 days?',
      'Email me customers who have not ordered for 90 days, every Monday at 9am',
    ],
  },
];

const TOO_OFTEN: Impossible = {
  message: 'I look at most once a minute, and at the pages of others every five minutes.',
  examples: ['Check https://shop.example every 5 minutes and email me if it is down'],
};
const inSeconds = phrase('every|each|once couple|few|of|a|half|single* second|seconds|millisecond|milliseconds|ms');
const perSecond = phrase('per second');
const each = phrase('every|each|all');
const seconds = phrase('second|seconds|sec|secs|milliseconds|ms');
const someTimes = phrase('times|x|time a|per|every|each second|millisecond');

function isTooOften(tokens: readonly Token[], at: number): boolean {
  if (someTimes(tokens, at) || perSecond(tokens, at)) return true;
  const isCounted = each(tokens, at) !== null && tokens[at + 1]?.kind === 'number';
  if (isCounted) return seconds(tokens, at + 2) !== null;
  const read = inSeconds(tokens, at);
  const after = read ? tokens[read[1]] : undefined;
  // "Every second Friday", "every second customer" are no seconds.
  const isOrdinal = after !== undefined && after.gap === '' && !GOES_ON.has(after.text);
  return read !== null && (tokens[read[1] - 1]?.text.endsWith('s') || !isOrdinal);
}
const GOES_ON = new Set('and if check scan look please to when or'.split(' '));
