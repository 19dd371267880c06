import { isTimeZone } from '../../triggering/cron.ts';
import { longest, map, type Parser, phrase, token } from './grammar.ts';

/** `ask` where the same letters stand for several zones. */
export type ZoneReading = { readonly zone: string } | { readonly ask: readonly string[]; readonly said: string };

const NAMED: readonly [string, string][] = [
  ['eastern|est|edt|et', 'America/New_York'],
  ['central|cdt|ct', 'America/Chicago'],
  ['mountain|mst|mdt|mt', 'America/Denver'],
  ['pacific|pst|pdt|pt', 'America/Los_Angeles'],
  ['alaska|akst', 'America/Anchorage'],
  ['hawaii|hst', 'Pacific/Honolulu'],
  ['gmt|utc|zulu', 'UTC'],
  ['cet|cest|german|germany', 'Europe/Berlin'],
  ['uk|british|england', 'Europe/London'],
  ['boston|miami|atlanta|washington|philadelphia|syracuse|nyc', 'America/New_York'],
  ['dallas|houston|austin|texas', 'America/Chicago'],
  ['seattle|california|vegas|portland', 'America/Los_Angeles'],
  ['munich|hamburg|frankfurt|cologne', 'Europe/Berlin'],
  ['mumbai|delhi|bangalore|kolkata|india', 'Asia/Kolkata'],
  ['beijing|china', 'Asia/Shanghai'],
  ['tokyo|japan', 'Asia/Tokyo'],
  ['kathmandu|nepal', 'Asia/Kathmandu'],
  ['kyiv|ukraine', 'Europe/Kyiv'],
];
const UNCLEAR: readonly [string, readonly string[]][] = [
  ['ist', ['India time', 'Dublin time', 'Jerusalem time']],
  ['cst', ['Chicago time', 'China time']],
  ['bst', ['London time', 'Dhaka time']],
];
/** Words that are a zone without `time` after them. */
const ALONE = new Set('est edt et cdt ct mst mdt pst pdt pt utc gmt cet cest ist cst bst'.split(' '));

const cities = new Map<string, string>(
  Intl.supportedValuesOf('timeZone').map((zone) => [
    zone
      .slice(zone.lastIndexOf('/') + 1)
      .replaceAll('_', ' ')
      .toLowerCase(),
    zone,
  ]),
);

const end = phrase('time|timezone|local');
const ianaName: Parser<ZoneReading> = map(
  token(({ text }) => text.includes('/')),
  ({ raw }) => {
    if (isTimeZone(raw)) return { zone: raw };
    const zone = Intl.supportedValuesOf('timeZone').find((known) => known.toLowerCase() === raw.toLowerCase());
    return zone === undefined ? null : { zone };
  },
);

/** `in Berlin time`, `Eastern Time`, `EST`, `America/Chicago`. EST is New York's clock, summer and winter. */
export const zone: Parser<ZoneReading> = (tokens, at) => {
  const start = phrase('in')(tokens, at)?.[1] ?? at;
  return longest(ianaName, spokenZone)(tokens, start);
};

const spokenZone: Parser<ZoneReading> = (tokens, at) => {
  for (const length of [3, 2, 1]) {
    const name = tokens.slice(at, at + length).map(({ text }) => text);
    if (name.length < length) continue;
    const ending = end(tokens, at + length);
    const reading = ending || ALONE.has(name.join(' ')) ? named(name.join(' ')) : null;
    if (reading) return [reading, ending?.[1] ?? at + length];
  }
  return null;
};

function named(name: string): ZoneReading | null {
  const unclear = UNCLEAR.find(([word]) => word === name);
  if (unclear) return { ask: unclear[1], said: name.toUpperCase() };
  const known = NAMED.find(([words]) => words.split('|').includes(name))?.[1] ?? cities.get(name);
  return known === undefined ? null : { zone: known };
}
