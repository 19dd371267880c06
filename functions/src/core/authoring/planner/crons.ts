import { calendarDay, DAY_MS, dayIndexAt } from '../../triggering/zoned-time.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { isUnclear } from './clock.ts';
import { dayInWords } from './dates.ts';
import { DAILY, type Days } from './days.ts';
import { intervalFields } from './often.ts';
import { combine, cronsFor, dayFields, type Group, groupsOf, weekdaysOf, without } from './recurring.ts';
import { askTime, onceOrAgain, replaced, type Trouble, unclearTime } from './schedule-trouble.ts';
import { type Atom, recurs } from './when.ts';

/** A sentence, and what its times are read in. */
export interface Asked {
  readonly facts: AuthoringFacts;
  readonly sentence: string;
  readonly timezone: string;
  /** The fewest minutes between two times. */
  readonly least: number;
}
/** Crons with the days that they are of, and what was taken for granted. */
export interface Crons {
  readonly crons: readonly { readonly cron: string; readonly days: Days }[];
  readonly assumptions: readonly string[];
}

/** Every so many minutes or hours, in a window and on days if they were named. */
export function inRounds(atoms: readonly Atom[], asked: Asked): Crons | Trouble {
  const [round, other] = atoms.flatMap((one) => (one.kind === 'interval' ? [one.interval] : []));
  const windows = atoms.flatMap((one) => (one.kind === 'window' ? [one.window] : []));
  const mixed = atoms.some(({ kind }) => kind === 'times' || kind === 'part' || kind === 'perDay');
  if (round === undefined || other || windows.length > 1 || mixed) {
    return askTime(
      'Is it to happen at certain times, or again and again? Say one of them, and from when to when if you like.',
    );
  }
  const window = windows[0] ?? null;
  const fields = intervalFields(round, window, asked.least);
  if ('ask' in fields || 'refuse' in fields) return fields;
  const said = atoms.flatMap((one) => (one.kind === 'days' ? one.days : []));
  const combined = combine(said);
  if ('ask' in combined || 'refuse' in combined) return combined;
  const business =
    window?.business === true && said.length === 0
      ? [{ ...DAILY, daysOfWeek: '1-5', sort: 'in the week' as const }]
      : combined;
  const days = narrowed(business, atoms, asked);
  if ('ask' in days || 'refuse' in days) return days;
  if (fields.overnight && days.some((one) => dayFields(one) !== '* * *'))
    return askTime('Which nights are meant? Say the hours of one day.');
  return {
    crons: days.flatMap((one) =>
      [fields.fields, ...(fields.last === null ? [] : [fields.last])].map((when) => ({
        cron: `${when} ${dayFields(one)}`,
        days: one,
      })),
    ),
    assumptions: [
      ...(fields.assumed === null ? [] : [`${fields.assumed}${said.length === 0 ? ', Monday to Friday' : ''}`]),
      ...days.flatMap(({ assumed }) => assumed ?? []),
    ],
  };
}

/** The days without those that are left out, in the months that were named, and surely meant again and again. */
function narrowed(
  list: readonly Days[],
  atoms: readonly Atom[],
  { facts, timezone, sentence }: Asked,
): readonly Days[] | Trouble {
  const left = atoms.flatMap((one) => (one.kind === 'except' ? one.days : []));
  const [months, others] = atoms.flatMap((one) => (one.kind === 'months' ? [one.months] : []));
  const days: Days[] = [];
  for (const one of list) {
    if (!one.recurs) return onceOrEach(one, dayIndexAt(facts.now.getTime(), timezone), sentence);
    const kept = without(one, left);
    if ('ask' in kept || 'refuse' in kept) return kept;
    if (others !== undefined || (months !== undefined && kept.month !== '*')) return askTime('In which months?');
    days.push(months === undefined ? kept : { ...kept, month: months });
  }
  return days;
}

const NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function onceOrEach(days: Days, today: number, sentence: string): Trouble {
  const isOn = (index: number): boolean => {
    const date = new Date(index * DAY_MS);
    const inWeek = weekdaysOf(days.daysOfWeek).includes(date.getUTCDay());
    const isLast = calendarDay(index + 7).month !== calendarDay(index).month;
    const nth = days.week === null || (days.week === 'last' ? isLast : days.week === Math.ceil(date.getUTCDate() / 7));
    return inWeek && nth && (days.dayOfMonth === '*' || days.dayOfMonth === `${date.getUTCDate()}`);
  };
  let coming = today + 1;
  while (!isOn(coming) && coming < today + 40) coming += 1;
  const name = NAMES[weekdaysOf(days.daysOfWeek)[0] ?? 0] ?? '';
  const isWeekly = days.sort === 'in the week';
  const trouble = onceOrAgain(isWeekly ? `Every ${name}` : 'Every month', coming);
  if (days.week !== null) return { ...trouble, choices: [`${sentence.trim().replace(/[.!?]+$/, '')}, every month`] };
  const part = isWeekly ? new RegExp(`(\\bon )?\\b${name.slice(0, 3)}\\w*`, 'i') : /(\bon )?(the )?\d+(st|nd|rd|th)/i;
  const said = part.exec(sentence)?.[0] ?? '';
  const eachTime = isWeekly ? `every ${name}` : `${said} of every month`;
  return { ...trouble, choices: [eachTime, `on ${dayInWords(coming)}`].map((by) => replaced(sentence, part, by)) };
}

const SPREAD: Readonly<Record<number, readonly number[]>> = { 1: [9], 2: [9, 17], 3: [9, 13, 17] };

/** At certain times of the days. */
export function atTimes(atoms: readonly Atom[], asked: Asked): Crons | Trouble {
  if (atoms.some(({ kind }) => kind === 'window')) return askTime('How often between those times?');
  const groups = groupsOf(atoms);
  if ('ask' in groups || 'refuse' in groups) return groups;
  const [perDay = null, more] = atoms.flatMap((one) => (one.kind === 'perDay' ? [one.count] : []));
  if (more !== undefined) return askTime('How many times a day?');
  const crons: { cron: string; days: Days }[] = [];
  const assumptions: string[] = [];
  for (const group of groups) {
    const days = narrowed(group.days, atoms, asked);
    if ('ask' in days || 'refuse' in days) return days;
    const times = minutesOf(group, perDay, asked.sentence);
    if ('ask' in times || 'refuse' in times) return times;
    for (const one of days) crons.push(...cronsFor(times.minutes, one).map((cron) => ({ cron, days: one })));
    assumptions.push(...days.flatMap(({ assumed }) => assumed ?? []), ...times.assumptions);
  }
  if (!recurs(atoms)) assumptions.push('no day was named, so it is every day');
  return { crons, assumptions };
}

function minutesOf(
  { times, parts }: Group,
  perDay: number | null,
  sentence: string,
): { readonly minutes: readonly number[]; readonly assumptions: readonly string[] } | Trouble {
  const unclear = times.find(isUnclear);
  if (unclear) return unclearTime(unclear, sentence);
  if (times.length > 0 && parts.length > 0) {
    return askTime(
      `In the ${parts.some((part) => part >= 720) ? 'evening' : 'morning'}, or at the time that you named?`,
    );
  }
  if (times.length > 0) {
    if (perDay !== null && perDay !== times.length) {
      return askTime(`You said ${perDay} times a day and named ${times.length}. At which times is it to happen?`);
    }
    return { minutes: times.map(({ minutes }) => minutes), assumptions: [] };
  }
  if (perDay !== null) {
    const spread = SPREAD[perDay];
    if (!spread) return askTime(`At which times is it to happen, when it is ${perDay} times a day?`);
    return {
      minutes: spread.map((hour) => hour * 60),
      assumptions: ['no times were named, so they are spread over the working day'],
    };
  }
  if (parts.length > 0) return { minutes: parts, assumptions: [] };
  return { minutes: [9 * 60], assumptions: ['no time was named, so it is 9:00 AM'] };
}
