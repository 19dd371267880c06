import { blocksOf, type StepDraft } from '@model/step.ts';
import type { Edited } from './edited.ts';
import { changeExpressions } from './scope-rename.ts';

/** How many lists of steps may lie within one another, the outermost included. */
export const MOST_LEVELS = 5;

/** A list of steps: of the playbook (`steps`, `onFailure`), or of a step (`steps`, `branches.0.steps`, `errorSteps`). */
export interface Block {
  /** The id of the step that it belongs to; null for the lists of the playbook. */
  readonly parent: string | null;
  readonly at: string;
}
/** Before the step that has `index` now, or behind the last one. */
export interface Place extends Block {
  readonly index: number;
}

export const keyOf = ({ parent, at }: Block): string => `${parent ?? ''}/${at}`;

/** The lists inside a step, those that hold nothing yet included. */
export function blocksWithin(step: StepDraft, holds: 'steps' | 'branches' | null): readonly InnerBlock[] {
  return [
    ...(holds === 'steps' || step.steps.length > 0 ? [{ at: 'steps', steps: step.steps }] : []),
    ...step.branches.map(({ steps }, index) => ({ at: `branches.${index}.steps`, steps })),
    ...(step.onError === 'branch' || step.errorSteps.length > 0 ? [{ at: 'errorSteps', steps: step.errorSteps }] : []),
  ];
}
interface InnerBlock {
  readonly at: string;
  readonly steps: readonly StepDraft[];
}

/** Visits every step with where it stands; `level` is 1 in the lists of the playbook. */
export function walk(edited: Edited, visit: (step: StepDraft, place: Place, level: number) => void): void {
  const inside = (steps: readonly StepDraft[], block: Block, level: number): void => {
    for (const [index, step] of steps.entries()) {
      visit(step, { ...block, index }, level);
      for (const { at, steps: inner } of blocksOf(step)) inside(inner, { parent: step.id ?? null, at }, level + 1);
    }
  };
  inside(edited.steps, { parent: null, at: 'steps' }, 1);
  inside(edited.onFailure, { parent: null, at: 'onFailure' }, 1);
}

export function stepIds(edited: Edited): string[] {
  const ids: string[] = [];
  walk(edited, ({ id }) => id !== undefined && ids.push(id));
  return ids;
}

export function stepById(edited: Edited, id: string): StepDraft | null {
  let found: StepDraft | null = null;
  walk(edited, (step) => {
    if (step.id === id) found ??= step;
  });
  return found;
}

export function placeOf(edited: Edited, id: string): Place | null {
  let found: Place | null = null;
  walk(edited, (step, place) => {
    if (step.id === id) found ??= place;
  });
  return found;
}

/** The steps of a list; null where there is no such list. */
export function stepsIn(edited: Edited, { parent, at }: Block): readonly StepDraft[] | null {
  if (parent === null) return at === 'steps' ? edited.steps : at === 'onFailure' ? edited.onFailure : null;
  const step = stepById(edited, parent);
  if (step === null) return null;
  if (at === 'steps') return step.steps;
  if (at === 'errorSteps') return step.errorSteps;
  return step.branches[branchOf(at)]?.steps ?? null;
}

const branchOf = (at: string): number => Number(/^branches\.(\d+)\.steps$/.exec(at)?.[1] ?? -1);

type ChangeList = (steps: StepDraft[]) => StepDraft[];

function changeBlock(edited: Edited, block: Block, change: ChangeList): Edited {
  const { parent, at } = block;
  if (parent !== null) return changeStep(edited, parent, (step) => changeInner(step, at, change));
  return at === 'onFailure'
    ? { ...edited, onFailure: change(edited.onFailure) }
    : { ...edited, steps: change(edited.steps) };
}

function changeInner(step: StepDraft, at: string, change: ChangeList): StepDraft {
  if (at === 'steps') return { ...step, steps: change(step.steps) };
  if (at === 'errorSteps') return { ...step, errorSteps: change(step.errorSteps) };
  const which = branchOf(at);
  const branches = step.branches.map((branch, index) =>
    index === which ? { ...branch, steps: change(branch.steps) } : branch,
  );
  return { ...step, branches };
}

/** Puts another step in the place of one; what does not hold it stays the same object. */
export function changeStep(edited: Edited, id: string, change: (step: StepDraft) => StepDraft): Edited {
  const inList = (steps: StepDraft[]): StepDraft[] => {
    const changed = steps.map(inStep);
    return changed.some((step, index) => step !== steps[index]) ? changed : steps;
  };
  const inStep = (step: StepDraft): StepDraft => {
    if (step.id === id) return change(step);
    const steps = inList(step.steps);
    const errorSteps = inList(step.errorSteps);
    const branches = step.branches.map((branch) => {
      const inner = inList(branch.steps);
      return inner === branch.steps ? branch : { ...branch, steps: inner };
    });
    const isSame =
      steps === step.steps &&
      errorSteps === step.errorSteps &&
      branches.every((branch, index) => branch === step.branches[index]);
    return isSame ? step : { ...step, steps, branches, errorSteps };
  };
  return { ...edited, steps: inList(edited.steps), onFailure: inList(edited.onFailure) };
}

export function insertStep(edited: Edited, { index, ...block }: Place, step: StepDraft): Edited {
  return changeBlock(edited, block, (steps) => steps.toSpliced(index, 0, step));
}

/** Takes a step away, with all that is inside of it. */
export function removeStep(edited: Edited, id: string): Edited {
  const place = placeOf(edited, id);
  return place === null ? edited : changeBlock(edited, place, (steps) => steps.toSpliced(place.index, 1));
}

/** Whether a step may stand there: not within itself, and not too deep. */
export function mayMove(edited: Edited, id: string, place: Place): boolean {
  const step = stepById(edited, id);
  if (step === null || stepsIn(edited, place) === null) return false;
  const isWithin = place.parent !== null && idsWithin(step).includes(place.parent);
  return !isWithin && levelOf(edited, place) + heightOf(step) - 1 <= MOST_LEVELS;
}

/** Moves a step, with all that is inside of it; the same `edited` where it may not stand there, or stands there already. */
export function moveStep(edited: Edited, id: string, place: Place): Edited {
  const from = placeOf(edited, id);
  const step = stepById(edited, id);
  if (from === null || step === null || !mayMove(edited, id, place)) return edited;
  const isSameList = keyOf(from) === keyOf(place);
  const index = isSameList && from.index < place.index ? place.index - 1 : place.index;
  if (isSameList && index === from.index) return edited;
  return insertStep(removeStep(edited, id), { ...place, index }, step);
}

/** Every place where the step may go, in the order in which they are seen; those where it stands already are left out. */
export function placesFor(edited: Edited, id: string, holdsOf: HoldsOf): Place[] {
  const from = placeOf(edited, id);
  const isOwn = (place: Place) =>
    from !== null && keyOf(from) === keyOf(place) && (place.index === from.index || place.index === from.index + 1);
  return allPlaces(edited, holdsOf).filter((place) => !isOwn(place) && mayMove(edited, id, place));
}

/** What a step of this type holds. */
export type HoldsOf = (action: string) => 'steps' | 'branches' | null;

/** Every place of the playbook, in the order in which they are seen. */
export function allPlaces(edited: Edited, holdsOf: HoldsOf): Place[] {
  const inside = (steps: readonly StepDraft[], block: Block): Place[] => [
    ...steps.flatMap((step, index) => [
      { ...block, index },
      ...blocksWithin(step, holdsOf(step.action)).flatMap(({ at, steps: inner }) =>
        inside(inner, { parent: step.id ?? null, at }),
      ),
    ]),
    { ...block, index: steps.length },
  ];
  return [
    ...inside(edited.steps, { parent: null, at: 'steps' }),
    ...inside(edited.onFailure, { parent: null, at: 'onFailure' }),
  ];
}

/** How deep a list lies; 1 for those of the playbook. */
export function levelOf(edited: Edited, { parent }: Block): number {
  if (parent === null) return 1;
  let level = 1;
  walk(edited, (step, _place, at) => {
    if (step.id === parent) level = at + 1;
  });
  return level;
}

/** How many levels a step takes, itself included. */
function heightOf(step: StepDraft): number {
  const inner = blocksOf(step).flatMap(({ steps }) => steps.map(heightOf));
  return 1 + Math.max(0, ...inner);
}

function idsWithin(step: StepDraft): string[] {
  const inner = blocksOf(step).flatMap(({ steps }) => steps.flatMap(idsWithin));
  return step.id === undefined ? inner : [step.id, ...inner];
}

/** The first of `word`, `word_2`, … that no step has. */
export function freeId(taken: ReadonlySet<string>, word: string): string {
  let id = word;
  for (let count = 2; taken.has(id); count++) id = `${word}_${count}`;
  return id;
}

/** A step with ids of its own; what reads a step inside of it reads the copied one. */
export function copyOf(edited: Edited, step: StepDraft): StepDraft {
  const taken = new Set(stepIds(edited));
  const renamed = new Map<string, string>();
  for (const id of idsWithin(step)) {
    const free = freeId(taken, id.replace(/_\d+$/, ''));
    taken.add(free);
    renamed.set(id, free);
  }
  const named = (one: StepDraft): StepDraft => {
    const read = changeExpressions(one, ([root = '', id = '', ...rest]) =>
      root === 'steps' && renamed.has(id)
        ? [root, renamed.get(id) ?? id, ...rest]
        : [root, id, ...rest].filter(Boolean),
    );
    return {
      ...read,
      ...(one.id !== undefined && { id: renamed.get(one.id) ?? one.id }),
      steps: one.steps.map(named),
      branches: one.branches.map((branch) => ({ ...branch, steps: branch.steps.map(named) })),
      errorSteps: one.errorSteps.map(named),
    };
  };
  return named(step);
}

/** Every step with an id; the first that has one keeps it. */
export function withIds(edited: Edited): Edited {
  const taken = new Set(stepIds(edited));
  const seen = new Set<string>();
  const named = (step: StepDraft): StepDraft => {
    const id = step.id === undefined || seen.has(step.id) ? freeId(taken, step.action) : step.id;
    taken.add(id);
    seen.add(id);
    return {
      ...step,
      id,
      steps: step.steps.map(named),
      branches: step.branches.map((branch) => ({ ...branch, steps: branch.steps.map(named) })),
      errorSteps: step.errorSteps.map(named),
    };
  };
  return { ...edited, steps: edited.steps.map(named), onFailure: edited.onFailure.map(named) };
}
