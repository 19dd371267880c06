import { useEffect, useRef } from 'react';

interface Shortcuts {
  save(): void;
  publish(): void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

/** ⌘S, ⌘⏎, ⌘Z and ⇧⌘Z (with Ctrl elsewhere). A text view undoes its own typing. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.metaKey && !event.ctrlKey) return;
      const act = actFor(event, latest.current);
      if (act === undefined) return;
      event.preventDefault();
      act?.();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** Null: it is ours, and there is nothing to do. */
function actFor(event: KeyboardEvent, { save, publish, undo, redo }: Shortcuts): (() => void) | null | undefined {
  const isText = event.target instanceof HTMLElement && event.target.closest('[data-code]') !== null;
  switch (event.key.toLowerCase()) {
    case 's':
      return save;
    case 'enter':
      return publish;
    case 'z':
      return isText ? undefined : event.shiftKey ? redo : undo;
    case 'y':
      return isText ? undefined : redo;
    default:
      return undefined;
  }
}
