import type { StepDraft } from '@model/step.ts';
import type { StepTypes } from '../../../lib/step-types.ts';
import type { Edited } from './edited.ts';

/** What stands around a step: the steps that are done by then, in order, and what its blocks add. */
export interface Place {
  readonly earlier: readonly StepDraft[];
  /** The loops around it, from the outside in. */
  readonly loops: readonly StepDraft[];
  /** Whether something has failed before it: `error` says what. */
  readonly isAfterFailure: boolean;
}

interface Found {
  readonly place: Place | null;
  /** The steps of the list that can be read by what comes after it. */
  readonly readable: readonly StepDraft[];
}

const nowhere: Place = { earlier: [], loops: [], isAfterFailure: false };

/**
 * What the expressions of a step can read, by the same law as the server's check: what is inside of a loop or of ways
 * that are done at once is not read from outside; of ways of which one is taken, everything is.
 */
export function placeOf(edited: Edited, stepId: string, types: StepTypes): Place {
  const main = search(edited.steps, nowhere, stepId, types);
  if (main.place !== null) return main.place;
  const failure = { ...nowhere, earlier: main.readable, isAfterFailure: true };
  return search(edited.onFailure, failure, stepId, types).place ?? nowhere;
}

function search(steps: readonly StepDraft[], around: Place, stepId: string, types: StepTypes): Found {
  let { earlier } = around;
  for (const step of steps) {
    const here: Place = { ...around, earlier };
    if (step.id === stepId) return { place: here, readable: [] };
    const inside = searchInside(step, here, stepId, types);
    if (inside.place !== null) return inside;
    earlier = [...earlier, step, ...inside.readable];
  }
  return { place: null, readable: earlier.slice(around.earlier.length) };
}

function searchInside(step: StepDraft, here: Place, stepId: string, types: StepTypes): Found {
  const isFork = types.get(step.action)?.kind === 'fork';
  const inLoop = step.action === 'for_each' ? { ...here, loops: [...here.loops, step] } : here;
  const ways = [
    ...[step.steps, ...step.branches.map((branch) => branch.steps)].map((steps) => ({ steps, around: inLoop, isFork })),
    { steps: step.errorSteps, around: { ...here, isAfterFailure: true }, isFork: false },
  ];
  const readable: StepDraft[] = [];
  for (const way of ways) {
    const found = search(way.steps, way.around, stepId, types);
    if (found.place !== null) return found;
    if (!way.isFork) readable.push(...found.readable);
  }
  return { place: null, readable };
}
