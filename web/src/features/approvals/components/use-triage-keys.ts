import type { RefObject } from 'react';
import { usePageKeys } from '../../../lib/use-page-keys.ts';

interface TriageKeys {
  /** Where the commands stand: each button names its key in `aria-keyshortcuts`. */
  readonly pane: RefObject<HTMLElement | null>;
  /** To the next one, or (-1) to the one before. */
  onMove(by: 1 | -1): void;
}

const MOVES: Readonly<Record<string, 1 | -1>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const COMMANDS = ['a', 'e', 'r', 'o'];

/**
 * Deciding by keys: J and K move, A, E, R and O press the button of that key. Where one types, ⌘ or Ctrl + Enter is the
 * yes, and Escape leaves the field.
 */
export function useTriageKeys({ pane, onMove }: TriageKeys): void {
  const press = (key: string) => {
    const found = `[aria-keyshortcuts="${key.toUpperCase()}"]:not(:disabled)`;
    const button = pane.current?.querySelector<HTMLElement>(found);
    button?.focus();
    button?.click();
  };
  const isInside = (target: HTMLElement) => pane.current?.contains(target) === true;
  usePageKeys({
    onKey: (key, target) => {
      const by = MOVES[key];
      // Arrows scroll what is long.
      if (by !== undefined && !(isInside(target) && key.startsWith('Arrow'))) onMove(by);
      else if (COMMANDS.includes(key)) press(key);
      else return false;
      return true;
    },
    onFieldKey: ({ key, metaKey, ctrlKey }, target) => {
      if (!isInside(target)) return;
      if (key === 'Escape') pane.current?.focus();
      if (key === 'Enter' && (metaKey || ctrlKey)) press('a');
    },
  });
}
