import type { Execution } from '@model/execution.ts';
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Entry } from '../../../lib/firestore.ts';

/** As tall as the style sheet makes them, on a phone as elsewhere. */
const ROW_PX = 66;
const rowHeight = () => ROW_PX;

interface SeenRow {
  readonly index: number;
  /** From the top of the list. */
  readonly start: number;
  readonly entry: Entry<Execution>;
}

/** The rows that are seen, and the one that the keyboard is on: the arrows, Home and End move it, Tab leaves the list. */
export function useRows(entries: readonly Entry<Execution>[], list: RefObject<HTMLElement | null>) {
  const [activeId, setActiveId] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const active =
    activeId === null
      ? 0
      : Math.max(
          0,
          entries.findIndex(({ id }) => id === activeId),
        );
  // Another function each time would have all rows measured anew at each frame.
  const getItemKey = useCallback((index: number) => entries[index]?.id ?? index, [entries]);
  const virtualizer = useWindowVirtualizer({
    count: entries.length,
    estimateSize: rowHeight,
    overscan: 6,
    // Rows may follow the hand by a frame; there are some ahead of it.
    useFlushSync: false,
    scrollMargin: useTop(list),
    getItemKey,
    // The active row stays, wherever one scrolls: the focus is on it.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), active])].sort((a, b) => a - b),
  });
  const items = virtualizer.getVirtualItems();
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-id="${wanted.current}"] a`);
    row?.focus({ preventScroll: true });
    if (row) wanted.current = null;
  });
  const go = (index: number) => {
    const id = entries[index]?.id;
    if (id === undefined) return;
    wanted.current = id;
    setActiveId(id);
    virtualizer.scrollToIndex(index, { align: 'auto' });
  };
  const seen = items.flatMap(({ index, start }): SeenRow[] => {
    const entry = entries[index];
    return entry === undefined ? [] : [{ index, start: start - virtualizer.options.scrollMargin, entry }];
  });
  return {
    active,
    seen,
    height: virtualizer.getTotalSize(),
    lastShown: virtualizer.range?.endIndex ?? 0,
    onFocus: ({ target }: FocusEvent) => {
      const id = target.closest('[data-id]')?.getAttribute('data-id');
      if (id) setActiveId(id);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const to = targetOf(event.key, active, entries.length);
      if (to === null || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      go(to);
    },
  };
}

function targetOf(key: string, active: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(active + 1, count - 1);
    case 'ArrowUp':
      return Math.max(active - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** How far the list is from the top of the page; what stands above it may grow, and the page with it. */
function useTop(list: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    // Asked at each frame, it would have the browser lay the page out anew each time.
    const measure = () => setTop(list.current === null ? 0 : list.current.getBoundingClientRect().top + window.scrollY);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list]);
  return top;
}
