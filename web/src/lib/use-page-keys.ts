import { useEffect, useRef } from 'react';
import { isCommandKey } from './single-keys.ts';

/** Two keys in a row, such as `g a`, go to pages; so soon after the first the second is none of the page's. */
const CHORD_MS = 1_200;

interface PageKeys {
  /** A key of the page; true: it was meant. */
  onKey(key: string, target: HTMLElement): boolean;
  /** A key while somebody types in a field. */
  onFieldKey?(event: KeyboardEvent, target: HTMLElement): void;
}

/** Single keys that mean something on a whole page: not in a field, in a dialog, with another key, or after `g`. */
export function usePageKeys(keys: PageKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    let chordAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      const { target, key, timeStamp } = event;
      if (event.defaultPrevented || event.isComposing || !(target instanceof HTMLElement)) return;
      if (target.matches('input, textarea, select')) latest.current.onFieldKey?.(event, target);
      if (!isCommandKey(event) || target.closest('[role="listbox"]') !== null) return;
      const isSecond = timeStamp - chordAt < CHORD_MS;
      chordAt = key === 'g' ? timeStamp : Number.NEGATIVE_INFINITY;
      if (!isSecond && latest.current.onKey(key, target)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
