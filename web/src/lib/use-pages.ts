import type { Query } from '@model/query.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { messageOf } from './api.ts';
import type { Entry } from './firestore.ts';
import { loadFirestore } from './load-firestore.ts';
import { appendPage, foldTop, type Pages, type Position } from './pages.ts';
import { type Live, useTop } from './use-live.ts';

type Read<T> = (query: Query<T>) => Promise<readonly Entry<T>[]>;

/** A long list, the newest first: live at its top, read once further down. */
export interface PagesSource<T> {
  /** Equal for equal lists of the same person. */
  readonly key: string;
  readonly pageSize: number;
  query(page: { readonly limit: number }): Query<T>;
  fits(data: T): boolean;
  /** The next older page. */
  search(
    read: Read<T>,
    page: { readonly limit: number; readonly after: Position | null },
  ): Promise<{ readonly found: readonly Entry<T>[]; readonly after: Position | null }>;
}

export interface PagesView<T> {
  readonly live: Live<readonly Entry<T>[]>;
  /** The ids that the listener watches. */
  readonly watched: ReadonlySet<string>;
  /** How far back it has looked, where there is more; null when that is all. */
  readonly after: Position | null;
  /** Whether the last page came to its end before it was full: to go on is for the reader to decide. */
  readonly isCutShort: boolean;
  readonly isReading: boolean;
  /** Whether it is only what this device has: the others are there once it is connected. */
  readonly isKept: boolean;
  readonly failure: string | null;
  /** Reads the next older page. */
  more(): Promise<void>;
}

interface State<T> {
  readonly key: string;
  readonly pages: Pages<T> | null;
  readonly isCutShort: boolean;
  readonly isReading: boolean;
  readonly failure: string | null;
}

/** The list that was last left, so that whoever comes back to it is where he was. */
let left: { readonly key: string; readonly pages: Pages<never> } | null = null;

export function usePages<T extends { readonly createdAt: Date }>(source: PagesSource<T>): PagesView<T> {
  const { key, pageSize } = source;
  const [state, setState] = useState<State<T>>(() => begin(key));
  const latest = useRef(source);
  latest.current = source;
  const current = state.key === key ? state : begin<T>(key);
  const now = useRef(current);
  now.current = current;
  const live = useTop(source.query({ limit: pageSize }));
  const change = useCallback(
    (next: (before: State<T>) => State<T>) =>
      setState((before) => {
        const of = latest.current.key;
        const after = next(before.key === of ? before : begin(of));
        if (after.pages !== null) left = { key: of, pages: after.pages as Pages<never> };
        return after;
      }),
    [],
  );
  const told = live.status === 'ready' ? live.value : null;
  useEffect(() => {
    if (told === null) return;
    const { fits } = latest.current;
    const { entries: found, isKept } = told;
    change((before) => ({ ...before, pages: foldTop(before.pages, { found, isKept, limit: pageSize, fits }) }));
  }, [told, pageSize, change]);
  const more = useCallback(async () => {
    const { search } = latest.current;
    const { key: of, pages, isReading } = now.current;
    if (isReading || pages?.after == null) return;
    change((before) => ({ ...before, isReading: true, failure: null }));
    const done = (next: (before: State<T>) => State<T>) =>
      change((before) => (before.key === of ? { ...next(before), isReading: false } : before));
    try {
      const { read } = await loadFirestore();
      const page = await search(read, { limit: pageSize, after: pages.after });
      const isCutShort = page.after !== null && page.found.length < pageSize;
      done((before) => ({ ...before, isCutShort, pages: before.pages && appendPage(before.pages, page) }));
    } catch (error) {
      done((before) => ({ ...before, failure: messageOf(error) }));
    }
  }, [pageSize, change]);
  const { pages, isCutShort, isReading, failure } = current;
  return {
    live: pages === null ? (live.status === 'ready' ? { status: 'loading' } : live) : ready(pages, live),
    watched: new Set(pages?.top.map(({ id }) => id)),
    after: pages?.after ?? null,
    isCutShort,
    isReading,
    isKept: pages?.isKept ?? false,
    failure,
    more,
  };
}

function begin<T>(key: string): State<T> {
  return { key, pages: left?.key === key ? left.pages : null, isCutShort: false, isReading: false, failure: null };
}

/** What is refused is not shown from memory. */
function ready<T>(pages: Pages<T>, live: Live<unknown>): Live<readonly Entry<T>[]> {
  return live.status === 'error' && live.isForbidden ? live : { status: 'ready', value: pages.entries };
}
