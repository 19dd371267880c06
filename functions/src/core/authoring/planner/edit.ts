import type { ContractAction } from '../../../model/contract.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import type { ContractChange, SaidAmount } from '../contract-change.ts';
import { findPlaybook } from '../find-playbook.ts';
import { askWhere, medium, missive, telling } from './channels.ts';
import { rescheduling } from './edit-schedule.ts';
import { counted, fromDay, fromTime, inMoney, insteadOf, limitOf, over, type Swapped } from './edit-words.ts';
import { both, longest, map, maybe, number, type Parser, type Placed, phrase, Reading, words } from './grammar.ts';
import { forPeople } from './recipients.ts';
import { saidAction, saidActions } from './said-action.ts';
import { askTime, type Trouble } from './schedule-trouble.ts';
import { targetAlone } from './targets.ts';
import { doingsOf } from './telling.ts';
import { threshold } from './threshold.ts';
import type { Token } from './tokens.ts';
import { readAtoms } from './when.ts';
import type { SaidDoing } from './wish.ts';

/** What is to be otherwise in a playbook that exists. `target` as in commands; `isStrong`: nothing but a change can be meant. */
export interface Edit {
  readonly target: string | null;
  readonly changes: readonly ContractChange[];
  readonly isStrong: boolean;
}

const polite = phrase(
  'please|can|could|would|you|hey|ok|okay|and|oh|actually|sorry|no|nope|well|hmm|hm|um|uh|ah|but|then|now|lets|let|id|like|i|want|to|wait|maybe|perhaps*',
);
const opens = longest(
  phrase(
    'make|change|set|move|switch|shift|push|raise|lower|increase|decrease|reduce|adjust|update|edit|modify|bump|turn|keep',
  ),
  phrase('use|add|have'),
  phrase('go? back to'),
);
const cues = longest(
  phrase('instead'),
  phrase('also|too'),
  phrase('as well'),
  phrase('in addition'),
  phrase('is better'),
  phrase('from now on'),
  phrase('rather|anymore'),
  phrase('should|shall'),
  phrase('is|are|will|would plenty|enough|sufficient|fine|ok|okay|do'),
  phrase('suffices'),
  phrase('no longer'),
);
/** What is said around a change and names no playbook. */
const AROUND = new Set(
  'the my our a an it that this them to for of on at is be its please should also too run runs fire fires when if me now sorry actually thing limit threshold time schedule day days zone instead rather only and with by so from make change set move switch shift push raise lower increase decrease reduce adjust update edit modify bump keep use add have let can could playbook automation alert_ as well each get gets start starts happen happens come comes go goes'.split(
    ' ',
  ),
);

/** A number without a unit: of the limit or the time where that is named, else of whatever has one. */
function bareChange(value: number, tokens: readonly Token[], instead: number | null): ContractChange {
  const isLimit = tokens.some(({ text }) => text === 'limit' || text === 'threshold');
  const amount = { value, unit: null, currency: null };
  if (isLimit) return { type: 'limit', amount, operator: null };
  const isTime = tokens.some(({ text }) => text === 'time') && Number.isInteger(value) && value >= 0 && value < 24;
  const times = [{ minutes: value * 60, loose: value > 0 && value <= 12 }];
  return isTime
    ? { type: 'reschedule', change: { times, instead: null }, assumptions: [] }
    : { type: 'number', value, instead };
}

/**
 * A change of a playbook; null where the sentence is none, a trouble where it is not clear. What is not understood must
 * name a playbook, or else the sentence is no change.
 */
export function readEdit(sentence: string, tokens: readonly Token[], facts: AuthoringFacts): Edit | Trouble | null {
  const renamed = renaming(sentence, tokens);
  if (renamed) return renamed;
  const start = polite(tokens, 0)?.[1] ?? 0;
  const opened = opens(tokens, start);
  const isOpened = opened !== null;
  const named = namedIn(tokens, facts);
  const reading = new Reading(tokens.slice(opened?.[1] ?? start));
  if (named) reading.drop(named.from, named.to);
  const isMoved = isOpened && MOVES.has(tokens[start]?.text ?? '');
  const swapped = reading.take(insteadOf) ?? (isMoved ? reading.take(fromTime) : null);
  const cued = reading.takeAll(cues).map((said) => said.toLowerCase());
  const gone = swapped?.days ?? (isMoved ? reading.take(fromDay) : null);
  const dropped = removal(reading, cued);
  const above = reading.take(over);
  const made = dropped ? null : reading.take(madeInto(facts));
  const actions = dropped ? [] : (made ?? doingsIn(reading, cued, tokens, facts));
  const nobody = actions.find(({ who }) => who !== null);
  const money = reading.take(inMoney);
  const amount = dropped ? null : reading.take(threshold);
  const many = amount ? null : reading.take(counted);
  const adds = cued.some((one) => MORE.has(one)) || (isOpened && tokens[start]?.text === 'add');
  const when = rescheduling(reading, facts, sentence, {
    instead: swapped?.time?.minutes ?? null,
    insteadDays: gone,
    more: adds && !tokens.some(({ text }) => text === 'only' || text === 'instead'),
  });
  if (when && ('ask' in when || 'refuse' in when)) return when;
  const bare = when === null && amount === null && many === null ? reading.take(number) : null;
  const changes: ContractChange[] = [
    ...(dropped ? [dropped] : []),
    ...actionChanges(actions, isSwap(tokens, cued, swapped, made !== null), swapped, above),
    ...(money === null ? [] : [{ type: 'currency', currency: money } as const]),
    ...(amount ? [limitOf(amount)] : []),
    ...(above && actions.length === 0 ? [{ type: 'limit', amount: above, operator: '>' } as const] : []),
    ...(many ? [many] : []),
    ...(when ? [when] : []),
    ...(bare === null ? [] : [bareChange(bare, tokens, swapped?.number ?? null)]),
  ];
  if (changes.length === 0) return null;
  // "Send Rechnungen to Ada instead of me": how it is sent names nothing.
  const left = swapped === null ? reading.left : reading.left.filter(({ text }) => !SENDS.has(text));
  const target = named ? (targetOf(left) === null ? named.value : null) : targetOf(left);
  if (named && target === null) return null;
  const isKnown = isPlaybook(target, facts);
  if (target !== null && !isKnown && !certainly(tokens, start)) return null;
  // "Add a task every day at 6" is a wish of its own.
  const isApart = target === null && actions.length > 0 && when !== null && adds;
  if (isApart) return null;
  // "Run the price alert at 5pm": today's, or every day's? "Only on weekdays" is no single time.
  if (isKnown && begins(tokens, start) && !recurs(tokens)) return askTime('From now on at that time, or only once?');
  const isStrong =
    isOpened ||
    cued.length > 0 ||
    swapped !== null ||
    dropped !== null ||
    (isKnown && isHeadline(tokens, start, facts)) ||
    (isKnown && tokens.some(({ text }, at) => RUNS.has(text) && !SCARCE.has(tokens[at + 1]?.text ?? '')));
  if (nobody) return isStrong ? askRecipient(nobody) : null;
  const isInstead = isOpened || swapped !== null || cued.includes('instead');
  return isStrong || target === null ? { target, changes: isInstead ? changes : changes.map(beside), isStrong } : null;
}

function isPlaybook(target: string | null, { playbooks }: AuthoringFacts): boolean {
  const known = playbooks.map(({ name }) => ({ id: name, name }));
  return target !== null && findPlaybook(target, known).kind !== 'none';
}

/** "And under $500" may come to the limit that is there; "make it at most 500" takes its place. */
function beside(change: ContractChange): ContractChange {
  return change.type === 'limit' ? { ...change, isBeside: true } : change;
}

/** What is to be done beside or in place of what is done; "also me" is a message to me. */
function doingsIn(
  reading: Reading,
  cued: readonly string[],
  tokens: readonly Token[],
  facts: AuthoringFacts,
): readonly SaidDoing[] {
  const placed = reading.takeAllPlaced(saidActions(facts));
  const isNot = (from: number) => tokens.some((one) => NOT.has(one.text) && one.place < from && one.place > from - 4);
  const kept = placed.flatMap(({ value, from }) => (isNot(from) ? value.slice(1).slice(-1) : value));
  const aimed = kept.length > 0 ? kept : placed.flatMap(({ value }) => value);
  const me = aimed.length === 0 && cued.some((one) => MORE.has(one)) ? reading.take(toMe) : null;
  return me ? [me] : aimed;
}

/** "It shouldn't mail me any more, have it post to #refunds": the first is what is no longer done. */
const NOT = new Set(['not', 'shouldnt', 'dont', 'doesnt', 'neednt', 'mustnt', 'stop', 'never']);

/** "Refund Watch: …", "the price alert only …": what is said is said of it. */
function isHeadline(tokens: readonly Token[], start: number, facts: AuthoringFacts): boolean {
  const at = ['the', 'my', 'our'].includes(tokens[start]?.text ?? '') ? start + 1 : start;
  const [name, next] = [tokens[at], tokens[at + 1]];
  const isName = name?.kind === 'name' && isPlaybook(name.raw, facts);
  return isName && (next?.text === ':' || next?.gap === ':' || next?.text === 'only');
}

const SENDS = new Set(['send', 'post', 'deliver', 'mail', 'email', 'forward']);
const MORE = new Set(['also', 'too', 'as well', 'in addition']);

function askRecipient(doing: SaidDoing): Trouble {
  return { ask: askWhere(doing), choices: [], about: 'recipient' };
}

/** "No, tell #ops", "change it to an e-mail": in place of what it does. */
function isSwap(tokens: readonly Token[], cued: readonly string[], swapped: Swapped | null, isMade: boolean): boolean {
  const begin = tokens[0]?.text ?? '';
  const adds = cued.some((one) => MORE.has(one));
  const isNo = (begin === 'no' || begin === 'nope') && !adds;
  const isChange = tokens.some(({ text }, at) => CHANGES.has(text) && at < 4) && !adds;
  const isOther = (swapped !== null && swapped.who !== null) || cued.includes('instead') || cued.includes('rather');
  return isOther || isNo || isMade || isChange;
}
const CHANGES = new Set(['change', 'switch', 'move']);

/** "Make that a text to +1 …". */
const madeInto = forPeople((facts): Parser<readonly SaidDoing[]> => {
  const aimed = both(missive, maybe(targetAlone(facts).waiting));
  return map(both(phrase('it|that|this|them into|to?'), aimed), ([, [by, target]]) =>
    doingsOf({ verbs: [{ way: 'tell', by }], to: target?.to ?? [], by: [by, ...(target?.by ?? [])] }),
  );
});

const certainly = phrase('change|edit|update|modify|adjust');
const begins = phrase('run|start|execute|trigger|launch|do');
const MOVES = new Set(['move', 'change', 'switch', 'shift', 'push']);
/** On days or in rounds that can only be meant again and again. */
function recurs(tokens: readonly Token[]): boolean {
  const isRound = tokens.some(({ text }) => text === 'every' || text === 'each' || text === 'instead');
  const atoms = readAtoms(new Reading(tokens));
  return isRound || atoms.some((one) => one.kind === 'days' && one.days.every((days) => days.recurs));
}
const RUNS = new Set(['run', 'runs', 'fire', 'happen', 'start']);
/** "When stock runs low" is no playbook that runs. */
const SCARCE = new Set(['low', 'out', 'short', 'dry']);

const NOUNS = new Set('alert alerts report newsletter check digest watch reminder summary scan playbook'.split(' '));

/** "The price alert": a playbook that is called so, whatever else its words could mean. */
function namedIn(tokens: readonly Token[], { playbooks }: AuthoringFacts): Placed<string> | null {
  const known = playbooks.map(({ name }) => ({ id: name, name }));
  for (const [at, { text }] of tokens.entries()) {
    if (text !== 'the' && text !== 'my' && text !== 'our') continue;
    for (let end = Math.min(tokens.length, at + 5); end > at + 2; end--) {
      const said = tokens.slice(at + 1, end);
      const isPlain =
        said.every(({ kind, gap }) => kind === 'word' && gap === '') && NOUNS.has(said.at(-1)?.text ?? '');
      if (isPlain && findPlaybook(words(said), known).kind === 'one')
        return { value: words(said), from: tokens[at]?.place ?? 0, to: (said.at(-1)?.place ?? 0) + 1 };
    }
  }
  return null;
}

const OTHERS = new Set('call phone ring print delete unless except excluding or never without nobody but'.split(' '));

function targetOf(left: readonly Token[]): string | null {
  const name = left.find(({ kind }) => kind === 'name' || kind === 'quote');
  // A number or a word that turns it round is not passed over: "500 to 800", "… or call me".
  const isMore = left.some(
    (one, at) => OTHERS.has(one.text) || (one.kind === 'number' && left[at - 1]?.text !== 'not'),
  );
  if (name) return isMore ? words(left) : name.raw;
  return words(left.filter(({ text }) => !AROUND.has(text))) || null;
}

const calls = longest(phrase('call|name it|that|this'), phrase('rename it|that|this? to|as?'));

/** `call it Night Watch`, `rename the price alert to Undercut Watch`. */
function renaming(sentence: string, tokens: readonly Token[]): Edit | null {
  const start = polite(tokens, 0)?.[1] ?? 0;
  if (!calls(tokens, start)) return null;
  const said =
    /\b(?:call|name|rename)\s+(?:(?:it|that|this)\s+(?:(?:to|as)\s+)?|(?:the |my |our )?(.+?)\s+(?:to|as)\s+)(.+?)[.!]*$/i.exec(
      sentence,
    );
  const name = said?.[2]?.replace(/^["“]|["”]$/g, '').trim() ?? '';
  if (name === '') return null;
  return { target: said?.[1] ?? null, changes: [{ type: 'rename', name }], isStrong: true };
}

/** "Also me". */
const toMe: Parser<SaidDoing> = map(phrase('me|us'), () => ({
  action: 'notify',
  to: ['user'],
  who: null,
  details: {},
}));

const stops = longest(
  phrase(
    'dont|never|stop|quit|no longer* email|emailing|mail|mailing|text|texting|notify|notifying|tell|telling|post|posting|send|sending|message|messaging it|that?',
  ),
  phrase('do not email|mail|text|notify|tell|post|send|message it|that?'),
  phrase('remove|drop|delete|without the?'),
);
/** `don't email me anymore`, `stop posting to #ops`. */
function removal(reading: Reading, cued: readonly string[]): ContractChange | null {
  const said = reading.take(stops)?.toLowerCase() ?? null;
  if (said === null) return null;
  const meant = reading.take(
    longest(
      saidAction,
      toMe,
      map(medium, (by) => telling(null, by)),
    ),
  );
  if (!meant && !cued.includes('anymore')) return null;
  const to = meant?.to[0] ?? null;
  return { type: 'remove_action', action: to === null || to === 'user' ? (meant?.action ?? null) : null, to };
}

function actionChanges(
  actions: readonly SaidDoing[],
  isSwapped: boolean,
  swapped: Swapped | null,
  above: SaidAmount | null,
): ContractChange[] {
  return actions.map(({ action, to, details }, index) => {
    const made: ContractAction = { action, to: [...to], when: 'then', also: [], details: { ...details } };
    // "No, tell me and #ops": the first takes the place of what was there, the others come to it.
    if (isSwapped && index === 0) return { type: 'replace_actions', action: made, instead: swapped?.who ?? null };
    return { type: 'add_action', action: made, above };
  });
}
