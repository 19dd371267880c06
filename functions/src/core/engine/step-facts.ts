import type { JsonObject } from '../../model/json.ts';
import { blocksOf, type Step } from '../../model/step.ts';
import type { PlacedStep, Run } from './executors/executor.ts';
import { factsFor } from './scope.ts';

/** The facts of one step, with the addresses at which the outside can answer where the playbook waits for that. */
export function stepFacts(
  run: Pick<Run, 'context' | 'content' | 'callbackUrl'>,
  { path, scope }: Pick<PlacedStep, 'path' | 'scope'>,
  now: Date,
): Record<string, unknown> {
  const facts = factsFor(run.context, scope, now);
  if (run.callbackUrl === null) return facts;
  return { ...facts, callbacks: addresses(run.content.steps, '', { url: run.callbackUrl, path }) };
}

/**
 * `callbacks.<step id>`: the URL whose last part is the step's address, as seen from `path`. Inside a loop it is the
 * address for the same item; from outside of the loop there is none.
 */
function addresses(steps: readonly Step[], prefix: string, at: { url: string; path: string }): JsonObject {
  const found: JsonObject = {};
  for (const step of steps) {
    if (step.action === 'wait') found[step.id] = `${at.url}/${encodeURIComponent(prefix + step.id)}`;
    for (const block of blocksOf(step)) {
      const inner = innerPrefix(step, block.at, prefix, at.path);
      if (inner !== null) Object.assign(found, addresses(block.steps, inner, at));
    }
  }
  return found;
}

function innerPrefix(step: Step, at: string, prefix: string, path: string): string | null {
  const own = prefix + step.id;
  if (at === 'errorSteps') return `${own}.`;
  const [, index] = at.split('.');
  const branch = index === undefined ? null : (step.branches[Number(index)]?.id ?? null);
  const isFork = path.startsWith(`${own}[`);
  if (branch !== null) return isFork ? `${own}[${branch}].` : `${own}.`;
  return isFork ? path.slice(0, path.indexOf(']', own.length) + 2) : null;
}
