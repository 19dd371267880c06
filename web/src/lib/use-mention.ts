import { type KeyboardEvent, type RefObject, type SyntheticEvent, useLayoutEffect, useState } from 'react';

/** An `@` that is being typed: from where on, and whom it may mean so far. Null where nobody is meant. */
export interface Mention<T> {
  readonly from: number;
  readonly options: readonly T[];
}

/** The text with the whole name, and where the caret stands then. */
export function withMention(
  text: string,
  caret: number,
  { from }: Pick<Mention<never>, 'from'>,
  name: string,
): { readonly text: string; readonly caret: number } {
  const before = `${text.slice(0, from)}@${name} `;
  return { text: before + text.slice(caret).trimStart(), caret: before.length };
}

/** What a key does to the open list; a number moves. */
const ACTS: ReadonlyMap<string, 'pick' | 'close' | number> = new Map<string, 'pick' | 'close' | number>([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
  ['Enter', 'pick'],
  ['Tab', 'pick'],
  ['Escape', 'close'],
]);

interface Field<T> {
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  onText(text: string): void;
  /** What is typed right before the caret, if it may still become a name. */
  find(text: string, caret: number): Mention<T> | null;
  nameOf(option: T): string;
  onPicked?(option: T): void;
}

interface Mentioning<T> {
  /** Null where no `@` is being typed. */
  readonly mention: Mention<T> | null;
  /** The place of the one that Enter takes. */
  readonly active: number;
  pick(option: T): void;
  /** Whether the key was for the list. */
  onKey(event: KeyboardEvent): boolean;
  onSelect(event: SyntheticEvent<HTMLTextAreaElement>): void;
}

/** The list that an `@` opens in a field. */
export function useMention<T>({ input, text, onText, find, nameOf, onPicked }: Field<T>): Mentioning<T> {
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const found = closedFor === text ? null : find(text, Math.min(caret, text.length));
  const place = Math.min(active, (found?.options.length ?? 1) - 1);
  useLayoutEffect(() => {
    if (wanted === null) return;
    input.current?.setSelectionRange(wanted, wanted);
    setWanted(null);
  }, [wanted, input]);
  function pick(option: T) {
    if (found === null) return;
    const next = withMention(text, caret, found, nameOf(option));
    onText(next.text);
    onPicked?.(option);
    setCaret(next.caret);
    setWanted(next.caret);
    setActive(0);
    input.current?.focus();
  }
  function onKey(event: KeyboardEvent): boolean {
    const act = event.shiftKey ? undefined : ACTS.get(event.key);
    if (found === null || act === undefined) return false;
    event.preventDefault();
    const { length } = found.options;
    const option = found.options[place];
    if (act === 'close') setClosedFor(text);
    else if (act !== 'pick') setActive((place + act + length) % length);
    else if (option !== undefined) pick(option);
    return true;
  }
  return {
    mention: found,
    active: place,
    pick,
    onKey,
    onSelect: (event) => setCaret(event.currentTarget.selectionStart),
  };
}
