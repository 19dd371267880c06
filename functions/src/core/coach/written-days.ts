/** A day as somebody wrote it: `2026-11-23`, or what is wrong with it. */
export type ReadDay = { readonly date: string } | { readonly problem: string };

interface Place {
  readonly locale: string;
  /** The last day that may be told of. */
  readonly today: string;
}

type Order = 'day' | 'month';
const AMBIGUOUS = 'This can be read in two ways: write 2026-03-04';
const FIRST_DAY = '2000-01-01';

/**
 * Days of one table, in the order in which they stand: `2026-11-23`, `23.11.2026`, and `11/23/2026` in the order that
 * the days of the table show; where they leave both open, in that of the place, which the note says.
 */
export function readDays(
  texts: readonly string[],
  place: Place,
): { readonly days: readonly ReadDay[]; readonly note: string | null } {
  const parsed = texts.map(parse);
  const shown = new Set(parsed.flatMap((one) => (one?.isTelling ? [one.order] : [])));
  const isOpen = parsed.some((one) => one !== null && one.order === null);
  const order = shown.size === 0 ? orderIn(place.locale) : ([...shown][0] ?? null);
  const known = shown.size > 1 ? null : order;
  const days = parsed.map((one): ReadDay => {
    if (one === null) return { problem: 'Write a day as 2026-11-23' };
    const own = one.order ?? known;
    if (own === null) return { problem: AMBIGUOUS };
    const [day, month] = own === 'day' ? one.parts : one.parts.toReversed();
    return checked(one.year, month ?? 0, day ?? 0, place.today);
  });
  const isNoted = isOpen && shown.size === 0;
  return { days, note: isNoted ? `Days were read with the ${order} first, as in ${sample(order)}` : null };
}

interface Parsed {
  readonly year: number;
  /** The day and the month, in the order in which they stand. */
  readonly parts: readonly [number, number];
  /** Which of them comes first; null where both may. */
  readonly order: Order | null;
  /** Whether that tells how the others of the table are to be read. */
  readonly isTelling: boolean;
}

function parse(text: string): Parsed | null {
  const said = text.normalize('NFKC').trim();
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?$/.exec(said);
  if (iso) return { year: Number(iso[1]), parts: [Number(iso[3]), Number(iso[4])], order: 'month', isTelling: false };
  const local = /^(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?: .*)?$/.exec(said);
  if (!local) return null;
  const [first, second, year] = [Number(local[1]), Number(local[3]), Number(local[4])];
  const isTelling = local[2] !== '.' && first > 12 !== second > 12;
  return {
    year: year < 100 ? 2000 + year : year,
    parts: [first, second],
    // Dots come with the day first, wherever they are used.
    order: local[2] === '.' || first > 12 || first === second ? 'day' : second > 12 ? 'month' : null,
    isTelling,
  };
}

function checked(year: number, month: number, day: number, today: string): ReadDay {
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return { problem: 'There is no such day' };
  const date = at.toISOString().slice(0, 10);
  if (date > today) return { problem: `${date} has not come yet` };
  return date < FIRST_DAY ? { problem: `${date} is too long ago` } : { date };
}

function orderIn(locale: string): Order {
  try {
    const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(0));
    return parts.find(({ type }) => type === 'day' || type === 'month')?.type === 'day' ? 'day' : 'month';
  } catch {
    return 'month';
  }
}

const sample = (order: Order | null) => (order === 'day' ? '31/12/2026' : '12/31/2026');
