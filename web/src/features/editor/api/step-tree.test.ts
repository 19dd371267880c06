import { type StepDraft, stepDraftSchema } from '@model/step.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edited } from './edited.ts';
import {
  allPlaces,
  copyOf,
  freeId,
  insertStep,
  levelOf,
  MOST_LEVELS,
  mayMove,
  moveStep,
  placeOf,
  placesFor,
  removeStep,
  stepById,
  stepIds,
  walk,
  withIds,
} from './step-tree.ts';

const step = (fields: object): StepDraft => stepDraftSchema.parse({ action: 'set_variables', ...fields });
const editedWith = (steps: StepDraft[], onFailure: StepDraft[] = []): Edited => ({
  ...{ name: 'Test', description: '', category: 'general', agent: null, overlap: null },
  ...{ triggers: [], inputs: [], steps, onFailure },
});
const holdsOf = (action: string) => (action === 'for_each' ? 'steps' : action === 'branch' ? 'branches' : null);

/** Trees of up to four levels, of every kind of list. */
const tree = fc.letrec<{ list: StepDraft[]; one: StepDraft }>((tie) => ({
  list: fc.array(tie('one'), { maxLength: 3 }),
  one: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constant(step({})),
    tie('list').map((steps) => step({ action: 'for_each', steps })),
    fc.tuple(tie('list'), tie('list')).map(([yes, no]) =>
      step({
        action: 'branch',
        branches: [
          { id: 'yes', steps: yes },
          { id: 'no', steps: no },
        ],
      }),
    ),
    tie('list').map((errorSteps) => step({ onError: 'branch', errorSteps })),
  ),
})).list;
const playbook = fc.tuple(tree, tree).map(([steps, onFailure]) => withIds(editedWith(steps, onFailure)));
const pick = fc.nat();
const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

function deepest(edited: Edited): number {
  let most = 0;
  walk(edited, (_step, _place, level) => {
    most = Math.max(most, level);
  });
  return most;
}
const sorted = (edited: Edited) => stepIds(edited).toSorted();

describe('a tree of steps', () => {
  it('has every id once, and a place for each', () => {
    fc.assert(
      fc.property(playbook, (edited) => {
        const ids = stepIds(edited);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(placeOf(edited, id)).not.toBeNull();
      }),
    );
  });

  it('loses and doubles nothing when a step is moved, and never gets too deep', () => {
    fc.assert(
      fc.property(playbook, pick, pick, (edited, which, where) => {
        const id = at(stepIds(edited), which);
        const place = id === undefined ? undefined : at(allPlaces(edited, holdsOf), where);
        if (id === undefined || place === undefined) return;
        const moved = moveStep(edited, id, place);
        expect(sorted(moved)).toEqual(sorted(edited));
        expect(deepest(moved)).toBeLessThanOrEqual(Math.max(MOST_LEVELS, deepest(edited)));
        expect(stepById(moved, id)).toEqual(stepById(edited, id));
        if (!mayMove(edited, id, place)) expect(moved).toBe(edited);
      }),
    );
  });

  it('is what it was when a step that was put in is taken out, or one that was moved is moved back', () => {
    fc.assert(
      fc.property(playbook, pick, pick, (edited, which, where) => {
        const place = at(allPlaces(edited, holdsOf), where);
        if (place === undefined) return;
        const added = insertStep(edited, place, step({ id: 'added' }));
        expect(placeOf(added, 'added')).toEqual(place);
        expect(removeStep(added, 'added')).toEqual(edited);
        const id = at(stepIds(edited), which);
        const target = id === undefined ? undefined : at(placesFor(edited, id, holdsOf), where);
        if (id === undefined || target === undefined) return;
        const moved = moveStep(edited, id, target);
        expect(moved).not.toBe(edited);
        const home = placeOf(edited, id);
        const now = placeOf(moved, id);
        if (home === null || now === null) throw new Error('It is gone');
        const isSameList = home.parent === now.parent && home.at === now.at;
        const index = isSameList && home.index > now.index ? home.index + 1 : home.index;
        expect(moveStep(moved, id, { ...home, index })).toEqual(edited);
      }),
    );
  });

  it('never takes a step into itself', () => {
    const edited = withIds(editedWith([step({ id: 'loop', action: 'for_each', steps: [step({ id: 'in' })] })]));
    expect(mayMove(edited, 'loop', { parent: 'loop', at: 'steps', index: 0 })).toBe(false);
    expect(placesFor(edited, 'loop', holdsOf).every(({ parent }) => parent === null)).toBe(true);
  });

  it('copies a step with ids of its own, that read one another', () => {
    const inner = [step({ id: 'a' }), step({ id: 'b', params: { to: '{{steps.a.mail}} {{steps.find.x}}' } })];
    const edited = editedWith([step({ id: 'find' }), step({ id: 'loop', action: 'for_each', steps: inner })]);
    const loop = stepById(edited, 'loop');
    if (loop === null) throw new Error('It is gone');
    const copy = copyOf(edited, loop);
    expect([copy.id, ...copy.steps.map(({ id }) => id)]).toEqual(['loop_2', 'a_2', 'b_2']);
    expect(copy.steps[1]?.params.to).toBe('{{steps.a_2.mail}} {{steps.find.x}}');
    expect(new Set(stepIds(insertStep(edited, { parent: null, at: 'steps', index: 2 }, copy))).size).toBe(7);
  });

  it('stays quick with 500 steps', () => {
    const edited = withIds(editedWith(Array.from({ length: 500 }, () => step({}))));
    expect(levelOf(edited, { parent: null, at: 'steps' })).toBe(1);
    const moved = moveStep(edited, 'set_variables', { parent: null, at: 'steps', index: 500 });
    expect(placeOf(moved, 'set_variables')?.index).toBe(499);
    expect(freeId(new Set(stepIds(moved)), 'set_variables')).toBe('set_variables_501');
  });
});
