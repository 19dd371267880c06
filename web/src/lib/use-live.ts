import type { DocRef } from '@model/paths.ts';
import type { Query } from '@model/query.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { messageOf } from './api.ts';
import type { Entry, Top } from './firestore.ts';
import { loadFirestore } from './load-firestore.ts';

/** What a listener knows: nothing yet, a value, or why it has none. `retry` listens anew. */
export type Live<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | {
      readonly status: 'error';
      readonly message: string;
      /** The rules refuse it: it is somebody else's, or may not be there at all. */
      readonly isForbidden?: boolean;
      readonly retry: () => void;
    };

/** The document at `ref`, live; the value is null when there is none. A null `ref` stays loading. */
export function useDocument<T>(ref: DocRef<T> | null): Live<Entry<T> | null> {
  return useListener<DocRef<T>, Entry<T> | null>(ref, ref?.path ?? null, (live) => live.listenToDocument);
}

/** The documents of a query, live. A null query stays loading; an equal query keeps its listener. */
export function useCollection<T>(query: Query<T> | null): Live<readonly Entry<T>[]> {
  const key = query === null ? null : keyOf(query);
  return useListener<Query<T>, readonly Entry<T>[]>(query, key, (live) => live.listenToQuery);
}

/** The first documents of a long list, live, and whether the server has said that they are. */
export function useTop<T>(query: Query<T>): Live<Top<T>> {
  return useListener<Query<T>, Top<T>>(query, keyOf(query), (live) => live.listenToTop);
}

type Listen<S, V> = (source: S, next: (value: V) => void, fail: (failure: string) => void) => () => void;
type PickListen<S, V> = (live: Awaited<ReturnType<typeof loadFirestore>>) => Listen<S, V>;

/** Listens to `source` as long as `key` stays the same. */
function useListener<S, V>(source: S | null, key: string | null, pick: PickListen<S, V>): Live<V> {
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  const id = key === null ? null : `${key}#${attempt}`;
  const [state, setState] = useState<{ id: string | null; live: Live<V> }>({ id: null, live: { status: 'loading' } });
  const latest = useRef({ source, pick });
  latest.current = { source, pick };
  useEffect(() => {
    if (id === null) return;
    let end: (() => void) | null = null;
    let isWanted = true;
    const fail = (message: string, isForbidden = false) =>
      isWanted && setState({ id, live: { status: 'error', message, isForbidden, retry } });
    loadFirestore().then(
      (live) => {
        const wanted = latest.current.source;
        if (!isWanted || wanted === null) return;
        const next = (value: V) => setState({ id, live: { status: 'ready', value } });
        end = latest.current.pick(live)(wanted, next, (failure) =>
          fail(wordsFor(failure), failure === 'permission-denied'),
        );
      },
      (error: unknown) => fail(messageOf(error)),
    );
    return () => {
      isWanted = false;
      end?.();
    };
  }, [id, retry]);
  // An answer to another question is not shown.
  return state.id === id ? state.live : { status: 'loading' };
}

function keyOf<T>({ from, where, orderBy, limit, after }: Query<T>): string {
  return JSON.stringify([from.path, from.group, where, orderBy, limit, after]);
}

function wordsFor(failure: string): string {
  switch (failure) {
    case 'offline':
      return 'This is not kept on this device. It appears as soon as you are connected again.';
    case 'permission-denied':
      return 'You may not see this. Ask an owner of your team for access.';
    case 'unavailable':
      return 'The database cannot be reached. Check your connection.';
    case 'failed-precondition':
      return 'The database is missing an index for this list. Deploy firestore.indexes.json.';
    default:
      return `This could not be loaded (${failure}).`;
  }
}
