import type { Query } from '@model/query.ts';
import { useEffect, useRef, useState } from 'react';
import { loadFirestore } from './load-firestore.ts';

/** How many documents a query finds, counted anew whenever `version` changes; null while, or where, it is not known. */
export function useCount<T>(query: Query<T> | null, version: string): number | null {
  const [found, setFound] = useState<number | null>(null);
  const latest = useRef(query);
  latest.current = query;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` is the reason to count again
  useEffect(() => {
    let isWanted = true;
    const wanted = latest.current;
    if (wanted === null) return;
    loadFirestore()
      .then((live) => live.count(wanted))
      .then(
        (count) => isWanted && setFound(count),
        () => isWanted && setFound(null),
      );
    return () => {
      isWanted = false;
    };
  }, [version]);
  return query === null ? null : found;
}
