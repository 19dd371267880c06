import type { AgentId } from '@model/agent.ts';
import { type KeyboardEvent, type RefObject, type SyntheticEvent, useLayoutEffect, useState } from 'react';
import { type Mention, mentionAt, withMention } from '../api/mention.ts';

/** What a key does to the open list; a number moves. */
const ACTS: ReadonlyMap<string, 'pick' | 'close' | number> = new Map<string, 'pick' | 'close' | number>([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
  ['Enter', 'pick'],
  ['Tab', 'pick'],
  ['Escape', 'close'],
]);

interface Mentioning {
  /** Null where no `@` is being typed. */
  readonly mention: Mention | null;
  readonly active: number;
  pick(agent: AgentId): void;
  /** Whether the key was for the list. */
  onKey(event: KeyboardEvent): boolean;
  onSelect(event: SyntheticEvent<HTMLTextAreaElement>): void;
}

/** The list that an `@` opens in the field. */
export function useMention(
  input: RefObject<HTMLTextAreaElement | null>,
  text: string,
  onText: (text: string) => void,
): Mentioning {
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const found = closedFor === text ? null : mentionAt(text, Math.min(caret, text.length));
  const place = Math.min(active, (found?.agents.length ?? 1) - 1);
  useLayoutEffect(() => {
    if (wanted === null) return;
    input.current?.setSelectionRange(wanted, wanted);
    setWanted(null);
  }, [wanted, input]);
  function pick(agent: AgentId) {
    if (found === null) return;
    const next = withMention(text, caret, found, agent);
    onText(next.text);
    setCaret(next.caret);
    setWanted(next.caret);
    setActive(0);
    input.current?.focus();
  }
  function onKey(event: KeyboardEvent): boolean {
    const act = event.shiftKey ? undefined : ACTS.get(event.key);
    if (found === null || act === undefined) return false;
    event.preventDefault();
    const { length } = found.agents;
    const agent = found.agents[place];
    if (act === 'close') setClosedFor(text);
    else if (act !== 'pick') setActive((place + act + length) % length);
    else if (agent !== undefined) pick(agent);
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
