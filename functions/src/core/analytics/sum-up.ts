import type { DayFigures, Ends, ErrorGroup, FiguresOfRuns, Histogram, PlaybookSums, Sums } from '../../model/rollup.ts';
import { addEnds, addSums, noDay, noSums } from './add-up.ts';

/** A playbook in a stretch of time. */
interface PlaybookLine extends PlaybookSums {
  readonly playbookId: string;
}

/** The sum of many days at once: what a year has hundreds of is not copied for each of them. */
export function sumUp(days: readonly FiguresOfRuns[]): FiguresOfRuns {
  return {
    ...days.reduce<Sums>(addSums, noSums),
    triggers: sumEach(days.flatMap(({ triggers }) => Object.entries(triggers))),
    hours: noDay.hours.map((_, hour) => days.reduce((sum, { hours }) => sum + (hours[hour] ?? 0), 0)),
    durations: sumHistograms(days.map(({ durations }) => durations)),
    errors: sumErrors(days.flatMap(({ errors }) => errors)),
    otherErrors: days.reduce((sum, { otherErrors }) => sum + otherErrors, 0),
  };
}

/** Each playbook of these days under its latest name, the most used first. */
export function sumPlaybooks(days: readonly Pick<DayFigures, 'playbooks'>[]): PlaybookLine[] {
  const lines = new Map<string, PlaybookSums[]>();
  for (const { playbooks } of days) {
    for (const [playbookId, line] of Object.entries(playbooks)) {
      const known = lines.get(playbookId);
      if (known === undefined) lines.set(playbookId, [line]);
      else known.push(line);
    }
  }
  const runs = ({ completed, failed, canceled }: Ends) => completed + failed + canceled;
  return [...lines]
    .map(([playbookId, of]): PlaybookLine => {
      const durations = sumHistograms(of.map((one) => one.durations));
      return { playbookId, name: of.at(-1)?.name ?? playbookId, ...of.reduce<Sums>(addSums, noSums), durations };
    })
    .filter((line) => runs(line) !== 0 || line.costMicros !== 0)
    .sort((a, b) => runs(b) - runs(a) || a.name.localeCompare(b.name));
}

function sumHistograms(all: readonly Histogram[]): Histogram {
  const sum: Record<string, number> = {};
  for (const one of all) {
    for (const [number, count] of Object.entries(one)) sum[number] = (sum[number] ?? 0) + count;
  }
  return sum;
}

function sumEach(entries: readonly (readonly [string, Ends])[]): Record<string, Ends> {
  const sum: Record<string, Ends> = {};
  for (const [name, ends] of entries) {
    const before = sum[name];
    sum[name] = before === undefined ? ends : addEnds(before, ends);
  }
  return sum;
}

/** The most frequent first, each with the execution that failed last. */
function sumErrors(all: readonly ErrorGroup[]): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const group of all) {
    const name = `${group.code} ${group.text}`;
    groups.set(name, { ...group, count: group.count + (groups.get(name)?.count ?? 0) });
  }
  return [...groups.values()].filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
}
