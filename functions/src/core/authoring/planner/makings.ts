import { both, longest, map, maybe, means, type Parser, phrase } from './grammar.ts';
import { doing, type Maker, made } from './making.ts';
import { starts } from './messages.ts';
import { forPeople, patron, recipient } from './recipients.ts';
import type { SaidDoing } from './wish.ts';

const det = 'a|an|the|our|my|some|another|new|it|this|that';

const alarms: Parser<SaidDoing> = map(
  phrase(
    `raise|create|open|trigger|file|set|put|sound|ring|log|show|start off|up? ${det}* critical|urgent|red|new|internal|warning? alert|alerts|alarm|flag`,
  ),
  (said) => doing('raise_alert', /critical|urgent|red/i.test(said) ? { severity: 'critical' } : {}),
);
const orders: Parser<SaidDoing> = longest(
  means(
    doing('create_purchase_order'),
    `draft|create|write|prepare|make|open|raise|start|generate|fill|send|place out|up? ${det}* draft? purchase|supplier|reorder|stock order|orders`,
    `draft|create|write|prepare|make|open|raise|generate|start ${det}* po|restock|reorder`,
    `draft|prepare|place|make|write up? ${det}* order|orders with|for|to? the|our? supplier|vendor|more|it?`,
  ),
);
const ordersMore: Parser<SaidDoing> = means(
  doing('create_purchase_order'),
  'order|buy some? more|another of? it|them|these|stock|units?',
);
const ordersAtStart: Parser<SaidDoing> = means(
  doing('create_purchase_order'),
  'reorder|re-order|restock|replenish it|them|more|some|that|stock?',
  'order it|them again?',
);
const newsletter: Parser<SaidDoing> = map(
  both(
    phrase(
      `send|sending|mail|email|deliver|publish|publishing out|off|over? ${det}|weekly|monthly|daily|friday* newsletter|newsletters|mailing`,
    ),
    maybe(both(phrase('to'), patron)),
  ),
  ([, to]) => doing('send_newsletter', to ? audienceOf(to[1]) : {}),
);

function audienceOf(said: string): Record<string, string> {
  const audience = ['customers', 'members', 'prospects'].find((one) => said.toLowerCase().includes(one.slice(0, -1)));
  return audience ? { audience } : {};
}

const draftOnly = maybe(phrase('just|only|as? a|in? draft|drafts'));
const simpleDoing = longest(alarms, orders, ordersMore, newsletter);

/** Alerts, orders and newsletters, which need no more than their name. */
export const simple: Maker = (tokens, at, { facts }) => {
  const read = simpleDoing(tokens, at) ?? (starts(tokens, at) ? ordersAtStart(tokens, at) : null);
  // "An order (more than $500) comes in": a thing, not an act.
  if (!read || tokens[read[1]]?.text === 'than') return null;
  const next = draftOnly(tokens, read[1])?.[1] ?? read[1];
  const from = read[0].action === 'create_purchase_order' ? supplier(facts)(tokens, next) : null;
  return made(at, from?.[1] ?? next, from ? doing(read[0].action, { supplier: from[0] }) : read[0]);
};

/** "… from Green Farm". */
const supplier = forPeople((facts) =>
  map(both(phrase('from|with|at|for'), recipient(facts)), ([, who]) => (who.kind === 'person' ? who.name : null)),
);

const reminds = phrase('remind|chase|nudge|dun|follow-up|press');
const chases = phrase('chase|pursue|follow up? on?');
const owed = phrase('the|all|any|unpaid|overdue|late|open|past|due* payment|payments|money|invoice|invoices|bills|it');
/** "Chase unpaid invoices": which, is for others to read. */
const chasing: Parser<string> = (tokens, at) => {
  const read = chases(tokens, at);
  const isOwed = read && owed(tokens, read[1]);
  return isOwed ? read : null;
};
const dunning: Parser<string> = longest(
  asWords(both(reminds, both(maybe(phrase('up|with*')), patron))),
  asWords(both(phrase('follow up with'), patron)),
  asWords(
    both(
      phrase('send|give|email|mail|shoot out|off?'),
      both(patron, phrase(`${det}|friendly|polite|firm|final|gentle|first|second|payment* reminder|reminders`)),
    ),
  ),
  asWords(
    both(
      phrase(
        `send|email|mail|issue|trigger out|off? ${det}|friendly|polite|firm|final|gentle|first|second* payment|invoice|dunning reminder|reminders|letter|notice`,
      ),
      maybe(both(phrase('to'), patron)),
    ),
  ),
  chasing,
);
const bareReminder = phrase(
  'send|issue|trigger out|off? a|an|the|friendly|polite|firm|final|gentle|first|second* reminder|reminders out?',
);
/** "Send a reminder": not to me, nor of something that is said. */
const toNobody: Parser<string> = (tokens, at) => {
  const read = bareReminder(tokens, at);
  const next = read && tokens[read[1]];
  return next && (ABOUT.has(next.text) || next.kind === 'quote') ? null : read;
};
const ABOUT = new Set('to for me us that about of saying'.split(' '));
const TONES = ['firm', 'final', 'polite'];

/** `remind the customer`, `send them a friendly reminder`; in a sentence without invoices it is somebody to remind. */
export const paymentReminder: Maker = (tokens, at) => {
  const read = dunning(tokens, at) ?? toNobody(tokens, at);
  if (!read || !tokens.some(({ text }) => OWED.has(text))) return null;
  const tone = TONES.find((one) => tokens.slice(at, read[1]).some(({ text }) => text === one));
  return made(at, read[1], doing('send_payment_reminder', tone ? { tone } : {}));
};
const OWED = new Set(
  'invoice invoices bill bills unpaid overdue payment payments pay paid paying owe owes owed due past-due late debt balance'.split(
    ' ',
  ),
);

function asWords(parser: Parser<unknown>): Parser<string> {
  return (tokens, at) => {
    const read = parser(tokens, at);
    return read ? ['', read[1]] : null;
  };
}

const priceOf = phrase('our|my|the|its|their? own? price|prices pricing? on|of|for?');
const lowering = both(
  phrase('lower|drop|cut|reduce|raise|increase|change|adjust|set|match|beat|undercut|update|mark'),
  both(maybe(phrase('down|up')), priceOf),
);
const matching = phrase('match|beat|undercut them|it|their|price|prices*');
const suggesting = both(
  phrase('suggest|propose|recommend|work|figure|calculate out? me|us?'),
  phrase(`${det}|better|lower|higher|matching* price|prices change|changes?`),
);

const toMatch = phrase('to match|beat theirs|them|it|their? price|prices?');
/** `lower our price to match`, `suggest a new price`. */
export const priceChange: Maker = (tokens, at) => {
  if (!starts(tokens, at)) return null;
  const suggested = suggesting(tokens, at);
  if (suggested) return made(at, suggested[1], doing('suggest_price'));
  const first = tokens[at]?.text ?? '';
  const read = lowering(tokens, at) ?? matching(tokens, at);
  if (!read || read[1] === at + 1) return null;
  const strategy =
    first === 'match' || first === 'beat' || first === 'undercut'
      ? { strategy: first === 'match' ? 'match' : 'undercut' }
      : {};
  // "By 5 %" is no strategy of ours: it is not passed over.
  if (first !== 'undercut' && tokens[read[1]]?.text === 'by') return null;
  const rest = toMatch(tokens, read[1]);
  return made(at, rest?.[1] ?? read[1], doing('apply_price_change', rest ? { strategy: 'match' } : strategy));
};

const running = both(
  phrase('run|start|execute|trigger|launch|kick off?'),
  maybe(phrase('my|our|the|other|another|playbook|automation*')),
);
const aPlaybook = phrase('playbook|automation');
/** `when stock is low, run Reorder`: another playbook by its name. */
export const otherPlaybook: Maker = (tokens, at, { facts }) => {
  const verb = running(tokens, at);
  if (!verb) return null;
  const known = (facts.playbooks ?? []).map(({ name }) => ({ name, words: name.toLowerCase().split(/\s+/) }));
  const meant = known.find(({ words }) =>
    words.every((word, index) => tokens[verb[1] + index]?.raw.toLowerCase() === word),
  );
  if (!meant) return null;
  const end = verb[1] + meant.words.length;
  return made(at, aPlaybook(tokens, end)?.[1] ?? end, doing('run_playbook', { name: meant.name }));
};

const UPON = new Set(['if', 'when', 'whenever', 'something', 'anything']);
const NEEDS = new Set(['needs', 'need', 'requires', 'require', 'waits', 'needed', 'requested', 'pending']);
const OKAY = new Set(['ok', 'okay']);
const approval = longest(
  phrase('ask|check with? me|us first|before|beforehand before? you? doing|do? it|that|anything?'),
  phrase(
    'but? get|wait|waiting|ask|asks|needs|with|after|only|once|requires|require* for|me|us? my|our|manual? approval|okay|ok|go-ahead|permission|sign-off first|before?',
  ),
  phrase('let me|us approve|review|confirm|check it|that|this|them? first?'),
  phrase('only? after|once|when i|we approve|approved|confirm|agree|ok it|that|this?'),
);
/** `ask me first`, `wait for my OK`. */
export const approvalFirst: Maker = (tokens, at) => {
  const read = approval(tokens, at);
  // "Ok, so what I need is …": nobody is asked.
  if (read?.[1] === at + 1 && OKAY.has(tokens[at]?.text ?? '')) return null;
  // "When something needs my approval" is what happens, not what is to be asked first.
  const near = tokens.slice(Math.max(0, at - 4), at);
  const isNeeded = [...near, ...tokens.slice(at, (read?.[1] ?? at) + 2)].some(({ text }) => NEEDS.has(text));
  if (isNeeded && near.some(({ text }) => UPON.has(text))) return null;
  return read ? made(at, read[1], doing('request_approval', {}, ['user'])) : null;
};

const REPORTS = new Set(
  'report reports summary overview list digest rundown recap breakdown roundup briefing analysis comparison table'.split(
    ' ',
  ),
);
const writing = phrase(
  'write|prepare|make|generate|compile|create|draft|produce|build|do|assemble me|us|up? a|an|the|our|one*',
);

const OTHERS = new Set('we they i who customers clients people the a an our'.split(' '));
/** `write a competitor report`: made of what is found; where it goes is said elsewhere. The report itself is not taken. */
export const reportAt: Parser<string> = (tokens, at) => {
  const verb = OTHERS.has(tokens[at - 1]?.text ?? '') ? null : writing(tokens, at);
  if (!verb) return null;
  const near = tokens.slice(verb[1], verb[1] + 5);
  const end = near.findIndex(({ gap }, index) => index > 0 && gap !== '');
  return (end < 0 ? near : near.slice(0, end)).some(({ text }) => REPORTS.has(text)) ? verb : null;
};
