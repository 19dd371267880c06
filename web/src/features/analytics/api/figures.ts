import type { Analytics, Day, Totals } from './get-analytics.ts';

/** Beyond so many days a bar stands for a week. */
const MOST_BARS = 92;
const whole = new Intl.NumberFormat('en-US');
const dayFormat = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'short', day: 'numeric' });
const hourFormat = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', hour: 'numeric' });

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

export function countWords(count: number): string {
  return whole.format(count);
}

/** `0.973` → `97.3 %`; only what is perfect is said to be. */
export function shareWords(share: number | null): string {
  if (share === null) return '–';
  const percent = Math.round(share * 1_000) / 10;
  return `${percent === 100 && share < 1 ? 99.9 : percent} %`;
}

/** `2026-11-23` → `Nov 23`. */
export function dayWords(day: string): string {
  return dayFormat.format(new Date(`${day}T00:00:00Z`));
}

/** `14` → `2 PM`. */
export function hourWords(hour: number): string {
  return hourFormat.format(new Date(hour * 3_600_000)).replaceAll('\u202f', ' ');
}

/** `1,250 saved seconds` → `21 min`; days are those of a clock. */
export function savedWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = minutes / 60;
  return hours < 10 ? `${Number(hours.toFixed(1))} h` : `${whole.format(Math.round(hours))} h`;
}

/** How much more or less it is than before, `12 % more`; null where that says nothing. */
export function changeWords(now: number | null, before: number | null): string | null {
  if (now === null || before === null || before === 0) return null;
  const percent = Math.round(((now - before) / before) * 100);
  if (percent === 0) return 'as before';
  if (percent > 999) return 'many times as much';
  return percent > 0 ? `${whole.format(percent)} % more` : `${whole.format(-percent)} % less`;
}

/** The same of shares, in points: `2.1 points up`. */
export function pointsWords(now: number | null, before: number | null): string | null {
  if (now === null || before === null) return null;
  const points = Math.round((now - before) * 1_000) / 10;
  if (points === 0) return 'as before';
  return `${Math.abs(points)} ${Math.abs(points) === 1 ? 'point' : 'points'} ${points > 0 ? 'up' : 'down'}`;
}

/** A bar of the runs over time, and the row of its table. */
export interface Bar extends Pick<Day, 'completed' | 'failed' | 'canceled' | 'runs'> {
  readonly label: string;
}

/** A bar a day; of a long time a bar a week, which ends with the last day. */
export function barsOf(days: readonly Day[]): Bar[] {
  if (days.length <= MOST_BARS) return days.map((day) => ({ ...endsOf([day]), label: dayWords(day.date) }));
  const first = days.length % 7;
  const starts = Array.from({ length: Math.ceil(days.length / 7) }, (_, index) =>
    first === 0 ? index * 7 : Math.max(0, first + (index - 1) * 7),
  );
  return starts.map((start, index) => {
    const week = days.slice(start, starts[index + 1] ?? days.length);
    const [from, to] = [week[0]?.date ?? '', week.at(-1)?.date ?? ''];
    return { ...endsOf(week), label: from === to ? dayWords(from) : `${dayWords(from)} – ${dayWords(to)}` };
  });
}

function endsOf(days: readonly Day[]): Omit<Bar, 'label'> {
  const sum = (pick: (day: Day) => number) => days.reduce((total, day) => total + pick(day), 0);
  return {
    completed: sum((day) => day.completed),
    failed: sum((day) => day.failed),
    canceled: sum((day) => day.canceled),
    runs: sum((day) => day.runs),
  };
}

/** How dark a cell of the week is, 0 to 1: what came once is still seen beside what came a thousand times. */
export function heatOf(count: number, most: number): number {
  return count <= 0 || most <= 0 ? 0 : 0.15 + 0.85 * Math.sqrt(count / most);
}

/** When most began, in words; null where nothing did. */
export function peakWords(week: Analytics['week']): string | null {
  const cells = week.flatMap((hours, day) => hours.map((count, hour) => ({ day, hour, count })));
  const peak = cells.reduce((most, cell) => (cell.count > most.count ? cell : most), { day: 0, hour: 0, count: 0 });
  if (peak.count === 0) return null;
  return `${WEEKDAYS[peak.day]}s at ${hourWords(peak.hour)}`;
}

/** How many a month it would be at this pace. */
export function monthlyPace({
  totals: { runs },
  days,
}: Pick<Analytics, 'days'> & { readonly totals: Pick<Totals, 'runs'> }): number {
  return days.length === 0 ? 0 : Math.round((runs / days.length) * 30);
}
