import type { ContractAction } from '../../../model/contract.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import type { ContractChange, SaidAmount } from '../contract-change.ts';
import { findPlaybook } from '../find-playbook.ts';
import { type ClockTime, time } from './clock.ts';
import { rescheduling } from './edit-schedule.ts';
import { both, longest, map, maybe, means, number, type Parser, phrase, Reading, words } from './grammar.ts';
import { saidAction, saidActions } from './said-action.ts';
import { askTime, type Trouble } from './schedule-trouble.ts';
import { threshold } from './threshold.ts';
import type { Token } from './tokens.ts';
import type { SaidDoing } from './wish.ts';

/** What is to be otherwise in a playbook that exists. `target` as in commands; `isStrong`: nothing but a change can be meant. */
export interface Edit {
  readonly target: string | null;
  readonly changes: readonly ContractChange[];
  readonly isStrong: boolean;
}

const polite = phrase(
  'please|can|could|would|you|hey|ok|okay|and|oh|actually|sorry|no|well|but|then|now|lets|let|id|like|i|want|to|wait*',
);
const opens = longest(
  phrase(
    'make|change|set|move|switch|shift|push|raise|lower|increase|decrease|reduce|adjust|update|edit|modify|bump|turn|keep',
  ),
  phrase('use|add|have'),
);
const cues = longest(
  phrase('instead'),
  phrase('also|too'),
  phrase('as well'),
  phrase('in addition'),
  phrase('is better'),
  phrase('from now on'),
  phrase('rather|anymore'),
  phrase('should'),
  phrase('no longer'),
);
/** What is said around a change and names no playbook. */
const AROUND = new Set(
  'the my our a an it that this them to for of on at is be its please should also too run runs fire fires when if me now sorry actually thing limit threshold time schedule day days zone instead rather only and with by so from make change set move switch shift push raise lower increase decrease reduce adjust update edit modify bump keep use add have let can could playbook automation alert_ as well each get gets start starts happen happens'.split(
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
  const isOpened = opens(tokens, start) !== null;
  const reading = new Reading(tokens.slice(isOpened ? start + 1 : start));
  const swapped = reading.take(insteadOf);
  const cued = reading.takeAll(cues).map((said) => said.toLowerCase());
  const dropped = removal(reading, cued);
  const above = reading.take(over);
  const actions = dropped ? [] : reading.takeAll(saidActions(facts)).flat();
  const money = reading.take(inMoney);
  const amount = dropped ? null : reading.take(threshold);
  const many = amount ? null : reading.take(counted);
  const when = rescheduling(reading, facts, sentence, swapped?.time?.minutes ?? null);
  if (when && ('ask' in when || 'refuse' in when)) return when;
  const bare = when === null && amount === null && many === null ? reading.take(number) : null;
  const changes: ContractChange[] = [
    ...(dropped ? [dropped] : []),
    ...actionChanges(actions, cued, swapped, above),
    ...(money === null ? [] : [{ type: 'currency', currency: money } as const]),
    ...(amount ? [limitOf(amount)] : []),
    ...(many ? [many] : []),
    ...(when ? [when] : []),
    ...(bare === null ? [] : [bareChange(bare, tokens, swapped?.number ?? null)]),
  ];
  if (changes.length === 0) return null;
  const target = targetOf(reading.left);
  const isKnown =
    target !== null &&
    findPlaybook(
      target,
      facts.playbooks.map(({ name }) => ({ id: name, name })),
    ).kind !== 'none';
  if (target !== null && !isKnown && !certainly(tokens, start)) return null;
  // "Run the price alert at 5pm": today's, or every day's?
  if (isKnown && begins(tokens, start)) return askTime('From now on at that time, or only once?');
  const isStrong =
    isOpened ||
    cued.length > 0 ||
    swapped !== null ||
    dropped !== null ||
    (isKnown && tokens.some(({ text }) => RUNS.has(text)));
  const only = changes.every((one) => one.type === 'reschedule' || one.type === 'currency');
  return isStrong || (only && target === null) ? { target, changes, isStrong } : null;
}

const certainly = phrase('change|edit|update|modify|adjust');
const begins = phrase('run|start|execute|trigger|launch|do');
const RUNS = new Set(['run', 'runs', 'fire', 'happen', 'start']);

function targetOf(left: readonly Token[]): string | null {
  const name = left.find(({ kind }) => kind === 'name' || kind === 'quote');
  if (name) return name.raw;
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

interface Swapped {
  readonly number: number | null;
  readonly time: ClockTime | null;
  readonly who: string | null;
}
const who: Parser<string> = longest(
  map(phrase('me|us|myself'), () => 'user'),
  map(both(maybe(phrase('on|to|by|via')), saidAction), ([, { action, to }]) => to[0] ?? action),
  means('send_email', 'email|mail'),
);
/** `instead of 9`, `instead of me`, `instead of Slack`. */
const insteadOf: Parser<Swapped> = map(
  both(
    phrase('instead|rather of|than'),
    longest<Swapped>(
      map(threshold, ({ value }) => ({ number: value, time: null, who: null })),
      map(both(maybe(phrase('at')), time), ([, one]) => ({
        number: one.minutes % 60 === 0 ? one.minutes / 60 : null,
        time: one,
        who: null,
      })),
      map(number, (value) => ({ number: value, time: null, who: null })),
      map(who, (name) => ({ number: null, time: null, who: name })),
      map(phrase('the|a? alert|message'), () => ({ number: null, time: null, who: null })),
    ),
  ),
  ([, swapped]) => swapped,
);

const aboveWords = phrase(
  'and? if|when its|it|thats|that|they|the|price|gap|is|are|even* more|over|above|exceeds|greater|beyond than?',
);
/** `and if it is over 25 %`: the same thing, by more. */
const over: Parser<SaidAmount> = map(both(aboveWords, threshold), ([, read]) => amountOf(read));

const MONEY: readonly [string, string][] = [
  ['EUR', 'euro|euros|eur'],
  ['USD', 'dollar|dollars|usd'],
  ['GBP', 'pound|pounds|gbp'],
];
const inMoney: Parser<string> = longest(
  ...MONEY.map(([code, names]) => map(both(phrase('in'), phrase(names)), () => code)),
);

const units = longest<SaidAmount['unit'] & string>(
  means('stars', 'star|stars'),
  means('days', 'day|days late|past|overdue?'),
  means('count', 'unit|units|item|items|piece|pieces|left|of them'),
);
const orSide = longest(
  means('<=' as const, 'or less|fewer|below|lower|under'),
  means('>=' as const, 'or more|above|higher|over|better'),
);
const bound = longest(
  means('>' as const, 'more|over|above|greater than?'),
  means('<' as const, 'less|fewer|under|below than?'),
  means('>=' as const, 'at least'),
  means('<=' as const, 'at most', 'up to'),
);
const counted: Parser<ContractChange> = map(
  both(maybe(bound), both(number, both(units, maybe(orSide)))),
  ([op, [value, [unit, side]]]) => ({
    type: 'limit',
    amount: { value, unit, currency: null },
    operator: side ?? op,
  }),
);

type Threshold = NonNullable<ReturnType<typeof threshold>>[0];

function amountOf({ value, unit, currency }: Threshold): SaidAmount {
  return { value, unit: unit ?? (currency === null ? null : 'currency'), currency };
}

/** A bare "15 %" leaves the comparison as it is. */
function limitOf(read: Threshold): ContractChange {
  const operator = read.operator === '>=' ? null : read.operator;
  return { type: 'limit', amount: amountOf(read), operator };
}

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
      map(phrase('me|us'), (): SaidDoing => ({ action: 'notify', to: ['user'], who: null, details: {} })),
    ),
  );
  if (!meant && !cued.includes('anymore')) return null;
  const to = meant?.to[0] ?? null;
  return { type: 'remove_action', action: to === null || to === 'user' ? (meant?.action ?? null) : null, to };
}

function actionChanges(
  actions: readonly SaidDoing[],
  cued: readonly string[],
  swapped: Swapped | null,
  above: SaidAmount | null,
): ContractChange[] {
  const isSwap =
    swapped?.who !== undefined && swapped.who !== null ? true : cued.includes('instead') || cued.includes('rather');
  return actions.map(({ action, to, details }) => {
    const made: ContractAction = { action, to: [...to], when: 'then', also: [], details: { ...details } };
    if (isSwap) return { type: 'replace_actions', action: made, instead: swapped?.who ?? null };
    return { type: 'add_action', action: made, above };
  });
}
