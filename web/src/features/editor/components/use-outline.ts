import { stepDraftSchema } from '@model/step.ts';
import { useCallback, useState } from 'react';
import type { StepType, StepTypes } from '../../../lib/step-types.ts';
import { stepWords } from '../../../lib/words.ts';
import type { PlacedProblem, Selection } from '../api/selection.ts';
import {
  allPlaces,
  copyOf,
  freeId,
  type HoldsOf,
  insertStep,
  moveStep,
  type Place,
  placeOf,
  placesFor,
  removeStep,
  stepById,
  stepIds,
} from '../api/step-tree.ts';
import type { Editing } from '../api/use-editor.ts';
import type { OutlineProps } from './step-outline.tsx';
import { placeKey, useStepMoves } from './use-step-moves.ts';

interface Outlining {
  readonly outline: OutlineProps;
  /** Where a step is being added; null while none is. */
  readonly adding: Place | null;
  stopAdding(): void;
  add(type: StepType): void;
  /** What was done last, for those who do not see it. */
  readonly said: string;
}

/** What can be done with the steps in the outline. */
export function useOutline(
  editing: Editing,
  types: StepTypes,
  selection: Selection | null,
  onSelect: (selection: Selection | null) => void,
): Outlining {
  const { edited, change, problems } = editing;
  const [adding, setAdding] = useState<Place | null>(null);
  const [said, setSaid] = useState('');
  const holdsOf: HoldsOf = useCallback((action) => types.get(action)?.holds ?? null, [types]);
  const moves = useStepMoves(edited, holdsOf, (next) => {
    change(next, null);
    setSaid('Moved');
  });
  const title = (id: string) => {
    const step = stepById(edited, id);
    return step === null ? 'Step' : stepWords(step).title;
  };
  const outline: OutlineProps = {
    edited,
    holdsOf,
    moves,
    selectedId: selection?.kind === 'step' ? selection.id : null,
    problemsOf: (id) => countOf(problems, id),
    onSelect: (id) => onSelect({ kind: 'step', id }),
    onAdd: setAdding,
    onDuplicate(id) {
      const step = stepById(edited, id);
      const place = placeOf(edited, id);
      if (step === null || place === null) return;
      const copy = copyOf(edited, step);
      change(insertStep(edited, { ...place, index: place.index + 1 }, copy), null);
      if (copy.id !== undefined) onSelect({ kind: 'step', id: copy.id });
      setSaid(`${title(id)} duplicated`);
    },
    onDelete(id) {
      change(removeStep(edited, id), null);
      if (selection?.kind === 'step' && selection.id === id) onSelect(null);
      setSaid(`${title(id)} deleted. Undo brings it back.`);
    },
    onNudge(id, by) {
      const place = nudged(edited, id, by, holdsOf);
      if (place === null) return setSaid('It cannot go further');
      change(moveStep(edited, id, place), null);
      setSaid(`${title(id)} moved ${by === 1 ? 'down' : 'up'}`);
    },
  };
  return {
    outline,
    adding,
    said,
    stopAdding: () => setAdding(null),
    add(type) {
      if (adding === null) return;
      const step = newStep(type, new Set(stepIds(edited)));
      change(insertStep(edited, adding, step), null);
      setAdding(null);
      if (step.id !== undefined) onSelect({ kind: 'step', id: step.id });
      setSaid(`${type.title} added`);
    },
  };
}

const countOf = (problems: readonly PlacedProblem[], id: string): number =>
  problems.filter(({ where }) => where?.kind === 'step' && where.id === id).length;

/** The next place up or down where a step may go. */
function nudged(edited: Editing['edited'], id: string, by: 1 | -1, holdsOf: HoldsOf): Place | null {
  const step = stepById(edited, id);
  const from = placeOf(edited, id);
  if (step === null || from === null) return null;
  // The places in order, with the own one among them, tell what is before and behind.
  const others = placesFor(edited, id, holdsOf);
  const all = orderOf(edited, from, others, holdsOf);
  const at = all.indexOf(from);
  return all[at + by] ?? null;
}

function orderOf(edited: Editing['edited'], from: Place, others: readonly Place[], holdsOf: HoldsOf): Place[] {
  const known = new Map(others.map((place) => [placeKey(place), place]));
  known.set(placeKey(from), from);
  return allPlaces(edited, holdsOf).flatMap((place) => known.get(placeKey(place)) ?? []);
}

/** A step as it begins; with two ways where it has ways. */
export function newStep(type: StepType, taken: ReadonlySet<string>) {
  const ways = type.id === 'branch' ? ['yes', 'otherwise'] : ['first', 'second'];
  const branches = type.holds === 'branches' ? ways.map((id) => ({ id })) : [];
  return stepDraftSchema.parse({ id: freeId(taken, type.id), action: type.id, branches });
}
