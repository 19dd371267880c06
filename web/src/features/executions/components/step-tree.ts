import type { StepResult } from '@model/execution.ts';

/** A step result with what was done inside of it. */
export interface StepNode {
  readonly result: StepResult;
  /** One after the other: those of a branch, or those that took care of its failure. */
  readonly inner: readonly StepNode[];
  /** Each way of a loop or a `parallel`, by its key. */
  readonly ways: readonly { readonly key: string; readonly steps: readonly StepNode[] }[];
}

/** The results as they stand in each other, by their addresses: `loop[3].mail` is inside of `loop`, on its way `3`. */
export function stepTree(results: readonly StepResult[]): readonly StepNode[] {
  const known = new Set(results.map(({ path }) => path));
  const inside = new Map<string, StepResult[]>();
  for (const result of results) {
    const around = surroundingOf(result.path, known);
    inside.set(around, [...(inside.get(around) ?? []), result]);
  }
  const nodesIn = (around: string): StepNode[] => (inside.get(around) ?? []).map(toNode);
  const toNode = (result: StepResult): StepNode => {
    const keys = [...inside.keys()].flatMap((address) => wayOf(address, result.path));
    const ways = keys.toSorted(byKey).map((key) => ({ key, steps: nodesIn(`${result.path}[${key}]`) }));
    return { result, inner: nodesIn(result.path), ways };
  };
  return nodesIn('');
}

/** The address around a step: of a step, or of a way of one; '' where the execution has no result of that step. */
function surroundingOf(path: string, known: ReadonlySet<string>): string {
  const address = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  return known.has(address.replace(/\[[^\]]*\]$/, '')) ? address : '';
}

function wayOf(address: string, path: string): string[] {
  if (!address.startsWith(`${path}[`)) return [];
  const key = /^([^\]]*)\]$/.exec(address.slice(path.length + 1))?.[1];
  return key === undefined ? [] : [key];
}

/** Whether a step inside of it, that is shown right below, tells the same error: then it need not be told twice. */
export function tellsErrorInside({ result, inner, ways }: StepNode): boolean {
  const shown = [...inner, ...ways.flatMap(({ key, steps }) => (isItem(key) ? [] : steps))];
  return shown.some((node) => node.result.error !== null && node.result.error.message === result.error?.message);
}

function byKey(a: string, b: string): number {
  return isItem(a) && isItem(b) ? Number(a) - Number(b) : 0;
}

/** Whether a way is an item of a loop, whose key is its place. */
export function isItem(key: string): boolean {
  return /^\d+$/.test(key);
}
