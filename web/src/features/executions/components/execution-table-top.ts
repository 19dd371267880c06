import type { Execution } from '@model/execution.ts';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Entry } from '../../../lib/firestore.ts';
import { heldBack, type Position, positionOf } from '../../../lib/pages.ts';

/** So far above the list, or into it, one still looks at its top. */
const NEAR_PX = 40;

interface HeldBack {
  readonly shown: readonly Entry<Execution>[];
  /** How many new ones are not shown yet. */
  readonly held: number;
  showTop(): void;
}

/** At its top the list takes in what is new; further down that waits, so that nothing moves under the reader's eyes. */
export function useHeldBack(entries: readonly Entry<Execution>[], list: RefObject<HTMLElement | null>): HeldBack {
  const [isAtTop, setIsAtTop] = useState(true);
  const newest = useRef<Position | null>(null);
  useEffect(() => {
    const look = () => setIsAtTop((list.current?.getBoundingClientRect().top ?? 0) > -NEAR_PX);
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, [list]);
  const first = positionOf(entries.find(({ data }) => data !== null));
  // Before anything is shown nothing can be moved.
  const from = isAtTop ? null : (newest.current ?? first);
  const fromId = from?.[1] ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the id tells one place from another
  const { shown, held } = useMemo(() => heldBack(entries, from), [entries, fromId]);
  useLayoutEffect(() => {
    if (isAtTop || newest.current === null) newest.current = first;
  });
  const showTop = useCallback(() => {
    newest.current = null;
    setIsAtTop(true);
    window.scrollTo({ top: 0 });
  }, []);
  return { shown, held, showTop };
}
