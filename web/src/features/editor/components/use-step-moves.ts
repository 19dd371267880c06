import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { Edited } from '../api/edited.ts';
import { type HoldsOf, keyOf, moveStep, type Place, placeOf, placesFor } from '../api/step-tree.ts';

/** A step that is on its way, and where it would go. */
export interface Moving {
  readonly id: string;
  readonly target: Place | null;
  readonly by: 'pointer' | 'keys';
}
export interface StepMoves {
  readonly moving: Moving | null;
  /** What the handle of a step listens to. */
  handle(id: string): {
    onPointerDown(event: PointerEvent<HTMLElement>): void;
    onPointerMove(event: PointerEvent<HTMLElement>): void;
    onPointerUp(): void;
    onPointerCancel(): void;
    onKeyDown(event: KeyboardEvent<HTMLElement>): void;
    onBlur(): void;
  };
  isTarget(place: Place): boolean;
}

/** The name of a place, as it is written at its element. */
export const placeKey = (place: Place): string => `${keyOf(place)}/${place.index}`;

/** At how many px from the edge of the window a page begins to scroll under what is dragged. */
const EDGE = 70;

/** Moves steps by their handles: with a mouse, a finger, or the keys (Enter picks up and puts down, arrows move). */
export function useStepMoves(edited: Edited, holdsOf: HoldsOf, change: (next: Edited) => void): StepMoves {
  const [shown, setShown] = useState<Moving | null>(null);
  // A drop may come before what it was dragged over is shown.
  const latest = useRef(shown);
  const start = useRef<number | null>(null);
  const setMoving = (next: Moving | null) => {
    latest.current = next;
    setShown(next);
  };
  const stop = () => {
    start.current = null;
    setMoving(null);
  };
  const drop = () => {
    const moving = latest.current;
    if (moving !== null && moving.target !== null) change(moveStep(edited, moving.id, moving.target));
    stop();
  };
  const byKey = (stepId: string, event: KeyboardEvent<HTMLElement>) => {
    const { key } = event;
    const moving = latest.current;
    const isPick = key === 'Enter' || key === ' ';
    if (moving === null && !isPick) return;
    if (moving !== null && key === 'Tab') return stop();
    if (!isPick && key !== 'Escape' && !key.startsWith('Arrow')) return;
    event.preventDefault();
    if (moving === null) setMoving({ id: stepId, target: null, by: 'keys' });
    else if (isPick) drop();
    else if (key === 'Escape') stop();
    else {
      const places = placesFor(edited, stepId, holdsOf);
      setMoving({ ...moving, target: neighbour(edited, moving, places, key === 'ArrowDown' || key === 'ArrowRight') });
    }
  };
  return {
    moving: shown,
    isTarget: (place) => shown?.target != null && placeKey(shown.target) === placeKey(place),
    handle: (stepId) => ({
      onPointerDown(event) {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = event.clientY;
      },
      onPointerMove(event) {
        if (start.current === null) return;
        const isFar = Math.abs(event.clientY - start.current) > 4;
        if (latest.current === null ? !isFar : latest.current.by !== 'pointer') return;
        scrollAt(event.clientY);
        const places = placesFor(edited, stepId, holdsOf);
        setMoving({ id: stepId, target: nearest(places, event.clientX, event.clientY), by: 'pointer' });
      },
      onPointerUp: () => (latest.current?.by === 'pointer' ? drop() : stop()),
      onPointerCancel: stop,
      onKeyDown: (event) => byKey(stepId, event),
      onBlur: () => latest.current?.by === 'keys' && stop(),
    }),
  };
}

/** The place before or behind where it would go now. */
function neighbour(edited: Edited, { id, target }: Moving, places: readonly Place[], isDown: boolean): Place | null {
  const now = target ?? placeOf(edited, id);
  if (now === null) return null;
  const order = inOrder(places);
  const at = order.findIndex((place) => placeKey(place) === placeKey(now));
  if (at !== -1) return order[at + (isDown ? 1 : -1)] ?? now;
  const isBehind = (place: Place) => isAfter(place, now);
  return (isDown ? order.find(isBehind) : order.findLast((place) => !isBehind(place))) ?? null;
}

/** As they stand on the page. */
function inOrder(places: readonly Place[]): readonly Place[] {
  return places.filter((place) => elementOf(place) !== null).sort((one, other) => topOf(one) - topOf(other));
}

function isAfter(place: Place, now: Place): boolean {
  return topOf(place) > topOf(now);
}

function elementOf(place: Place): Element | null {
  return document.querySelector(`[data-place="${CSS.escape(placeKey(place))}"]`);
}

function topOf(place: Place): number {
  return elementOf(place)?.getBoundingClientRect().top ?? 0;
}

/** The place under the pointer: the nearest in height, and of those at one height the innermost that it is beside. */
function nearest(places: readonly Place[], x: number, y: number): Place | null {
  let found: Place | null = null;
  let least = 80;
  for (const place of places) {
    const box = elementOf(place)?.getBoundingClientRect();
    if (box === undefined) continue;
    const away = Math.abs(y - (box.top + box.height / 2)) + Math.max(0, box.left - x) / 2;
    if (away > least) continue;
    least = away;
    found = place;
  }
  return found;
}

function scrollAt(y: number): void {
  if (y < EDGE) window.scrollBy(0, -14);
  if (y > window.innerHeight - EDGE) window.scrollBy(0, 14);
}
