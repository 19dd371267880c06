import { differences } from './compare.ts';
import type { Outcome, Understander } from './outcome.ts';
import type { Row } from './row.ts';

/** How one row came out. */
export interface Result {
  readonly row: Row;
  readonly outcome: Outcome;
  /** Empty: as expected. */
  readonly differences: readonly string[];
  /** Whether the examples of the contract come out as it says; null without a contract or examples. */
  readonly agrees: boolean | null;
}

export interface Share {
  readonly met: number;
  readonly of: number;
}

export interface Score {
  readonly exact: Share;
  readonly contractExact: Share;
  readonly commandExact: Share;
  readonly askedWhenAmbiguous: Share;
  readonly refusedWhenImpossible: Share;
  readonly askedOrRefused: Share;
  readonly simulationAgrees: Share;
  readonly wrongActivations: number;
}

/** These change something at once. */
const ACTING = [
  'run',
  'pause',
  'resume',
  'archive',
  'edit',
  'approve',
  'reject',
  'create_task',
  'cancel_task',
  'retry_task',
];

/** Every row, one after another. What cannot be understood at all throws, and counts as refused with its words. */
export async function results(rows: readonly Row[], understander: Understander): Promise<Result[]> {
  const found: Result[] = [];
  for (const row of rows) {
    const outcome = await understander
      .understand(row)
      .catch((error: unknown): Outcome => ({ kind: 'refuse', message: `it threw: ${String(error)}` }));
    const agrees = outcome.kind === 'create' ? understander.agrees(outcome.contract, row.facts) : null;
    found.push({ row, outcome, differences: differences(row, outcome), agrees });
  }
  return found;
}

export function scoreOf(all: readonly Result[]): Score {
  const among = (belongs: (result: Result) => boolean, isMet: (result: Result) => boolean): Share => {
    const those = all.filter(belongs);
    return { met: those.filter(isMet).length, of: those.length };
  };
  const isExact = (result: Result) => result.differences.length === 0;
  const came =
    (...kinds: string[]) =>
    ({ outcome }: Result) =>
      kinds.includes(outcome.kind);
  return {
    exact: among(() => true, isExact),
    contractExact: among(expects('create'), isExact),
    commandExact: among(expects('command'), isExact),
    askedWhenAmbiguous: among(expects('ask'), came('ask')),
    refusedWhenImpossible: among(expects('refuse'), came('refuse')),
    askedOrRefused: among(expects('ask', 'refuse'), came('ask', 'refuse')),
    simulationAgrees: among(
      ({ agrees }) => agrees !== null,
      ({ agrees }) => agrees === true,
    ),
    wrongActivations: all.filter(isWrongActivation).length,
  };
}

/** The scores of each category, in the order of the rows. */
export function byCategory(all: readonly Result[]): Map<string, Score> {
  return new Map([...Map.groupBy(all, ({ row }) => row.category)].map(([name, those]) => [name, scoreOf(those)]));
}

/** Something was made or done that was not asked for, or with another meaning. */
export function isWrongActivation({ outcome, differences }: Result): boolean {
  if (differences.length === 0) return false;
  const acts = outcome.kind === 'create' || (outcome.kind === 'command' && ACTING.includes(outcome.verb));
  return acts;
}

function expects(...kinds: string[]): (result: Result) => boolean {
  return ({ row }) => row.expect[0] !== undefined && kinds.includes(row.expect[0].kind);
}
