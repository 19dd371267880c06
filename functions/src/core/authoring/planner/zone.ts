import { isTimeZone } from '../../triggering/cron.ts';
import { zoneName } from '../../triggering/describe-recurrence.ts';
import { longest, map, means, type Parser, phrase, token } from './grammar.ts';
import type { Token } from './tokens.ts';

/** `exact` where a place was named, not a clock that several places share. `ask` where the same letters stand for several zones, or for somebody's whose zone is not known. */
export type ZoneReading =
  | { readonly zone: string; readonly exact: boolean }
  | { readonly ask: readonly { readonly name: string; readonly zone: string }[]; readonly said: string }
  | { readonly home: true };

const NAMED: readonly [string, string][] = [
  ['eastern|est|edt|et', 'America/New_York'],
  ['central|cdt|ct', 'America/Chicago'],
  ['mountain|mst|mdt|mt', 'America/Denver'],
  ['pacific|pst|pdt|pt', 'America/Los_Angeles'],
  ['alaska|akst', 'America/Anchorage'],
  ['hawaii|hst', 'Pacific/Honolulu'],
  ['gmt|utc|zulu', 'UTC'],
  ['cet|cest|mez|mesz|german|germany', 'Europe/Berlin'],
  ['uk|british|england', 'Europe/London'],
  ['boston|miami|atlanta|washington|philadelphia|syracuse|nyc', 'America/New_York'],
  ['dallas|houston|austin|texas', 'America/Chicago'],
  ['seattle|california|vegas|portland|san francisco|la', 'America/Los_Angeles'],
  ['munich|hamburg|frankfurt|cologne', 'Europe/Berlin'],
  ['mumbai|delhi|bangalore|kolkata|india', 'Asia/Kolkata'],
  ['ireland', 'Europe/Dublin'],
  ['israel', 'Asia/Jerusalem'],
  ['beijing|china', 'Asia/Shanghai'],
  ['tokyo|japan|jst', 'Asia/Tokyo'],
  ['sgt', 'Asia/Singapore'],
  ['hkt', 'Asia/Hong_Kong'],
  ['aest|aedt', 'Australia/Sydney'],
  ['kathmandu|nepal', 'Asia/Kathmandu'],
  ['kyiv|ukraine', 'Europe/Kyiv'],
];
/** Letters that stand for several zones. A tenant who lives in one of them means that one. */
const UNCLEAR: Readonly<Record<string, readonly { readonly name: string; readonly zone: string }[]>> = {
  ist: [
    { name: 'India time', zone: 'Asia/Kolkata' },
    { name: 'Dublin time', zone: 'Europe/Dublin' },
    { name: 'Jerusalem time', zone: 'Asia/Jerusalem' },
  ],
  cst: [
    { name: 'Chicago time', zone: 'America/Chicago' },
    { name: 'China time', zone: 'Asia/Shanghai' },
  ],
  bst: [
    { name: 'London time', zone: 'Europe/London' },
    { name: 'Dhaka time', zone: 'Asia/Dhaka' },
  ],
};
/** Words that are a zone without `time` after them. */
const ALONE = new Set(
  'est edt et cdt ct mst mdt pst pdt pt utc gmt cet cest mez mesz ist cst bst jst sgt hkt aest aedt akst hst'.split(
    ' ',
  ),
);

const ZONES = Intl.supportedValuesOf('timeZone');
const cities = new Map<string, string>(
  ZONES.map((zone) => [
    zone
      .slice(zone.lastIndexOf('/') + 1)
      .replaceAll('_', ' ')
      .toLowerCase(),
    zone,
  ]),
);
/** `central european` of "Central European Time", for the zones that have names. */
const spelled = new Map<string, string>(
  NAMED.toReversed().map(([, zone]) => [
    zoneName(zone)
      .toLowerCase()
      .replace(/ time$/, ''),
    zone,
  ]),
);

const end = phrase('standard|daylight|summer? time|timezone|local|zeit');
const ianaName: Parser<ZoneReading> = map(
  token(({ text }) => text.includes('/')),
  ({ raw }) => {
    if (isTimeZone(raw)) return { zone: raw, exact: true };
    const zone = ZONES.find((known) => known.toLowerCase() === raw.toLowerCase());
    return zone === undefined ? null : { zone, exact: true };
  },
);
const mine: Parser<ZoneReading> = means({ home: true }, 'my|our local? own? time|timezone', 'the? local time');
const theirs: Parser<ZoneReading> = map(
  phrase(
    'my|our|the|their|his|her? client|clients|customer|customers|partner|partners|their|his|her|team|supplier|office local? time|timezone',
  ),
  (said) => ({ ask: [], said }),
);
/** A shift from UTC that knows no summer time. */
const shifted: Parser<ZoneReading> = (tokens, at) => {
  const begins = ['utc', 'gmt'].includes(tokens[at]?.text ?? '');
  const hasSign = tokens[at + 1]?.text === '+' && tokens[at + 2]?.kind === 'number';
  const isNegative = tokens[at + 1]?.raw.startsWith('-') === true && tokens[at + 1]?.kind === 'number';
  if (!begins || !(hasSign || isNegative)) return null;
  const next = at + (hasSign ? 3 : 2);
  return [
    {
      ask: [],
      said: tokens
        .slice(at, next)
        .map(({ raw }) => raw)
        .join(''),
    },
    next,
  ];
};

const within = phrase('in');
const byItself = longest(ianaName, shifted, mine, theirs, spokenZone(false));
const afterTime = longest(ianaName, shifted, mine, theirs, spokenZone(true));
/**
 * `in Berlin time`, `Eastern Time`, `EST`, `America/Chicago`; right after a time of day also `9am London`. EST is New
 * York's clock, summer and winter.
 */
export const zone: Parser<ZoneReading> = (tokens, at) => {
  const start = within(tokens, at)?.[1] ?? at;
  return (followsTime(tokens, at) ? afterTime : byItself)(tokens, start);
};

const CLOCK = new Set('am pm noon midnight uhr oclock sharp hours hrs h'.split(' '));

function followsTime(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const isTime = before?.kind === 'number' && (tokens[at - 2]?.text === ':' || tokens[at - 2]?.text === 'at');
  return before !== undefined && (isTime || CLOCK.has(before.text));
}

function spokenZone(bare: boolean): Parser<ZoneReading> {
  return (tokens, at) => {
    for (const length of [4, 3, 2, 1]) {
      const name = tokens.slice(at, at + length).map(({ text }) => text);
      if (name.length < length) continue;
      const ending = end(tokens, at + length);
      const reading = ending || bare || ALONE.has(name.join(' ')) ? named(name.join(' ')) : null;
      if (reading) return [reading, ending?.[1] ?? at + length];
    }
    return null;
  };
}

function named(name: string): ZoneReading | null {
  const unclear = UNCLEAR[name];
  if (unclear) return { ask: unclear, said: name.toUpperCase() };
  const shared = NAMED.find(([words]) => words.split('|').includes(name))?.[1] ?? spelled.get(name);
  if (shared !== undefined) return { zone: shared, exact: false };
  const city = cities.get(name);
  return city === undefined ? null : { zone: city, exact: true };
}

/** The zone that is meant by a tenant of `home`; null where it has to be asked. */
export function meantZone(reading: ZoneReading, home: string): string | null {
  if ('home' in reading) return home;
  if ('zone' in reading) return !reading.exact && zoneName(reading.zone) === zoneName(home) ? home : reading.zone;
  const near = reading.ask.find((one) => one.zone === home);
  const american = reading.said === 'CST' && home.startsWith('America/') ? reading.ask[0] : undefined;
  return (near ?? american)?.zone ?? null;
}
