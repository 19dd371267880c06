import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { agentNames } from '../../../lib/words.ts';
import { announcementOf } from '../api/announcement.ts';
import type { ShownMessage } from '../api/chat-message.ts';

/** Tells screen readers of an answer once it is whole, and not word by word. What was there before is not read out. */
export function Announcer({ messages }: { readonly messages: readonly ShownMessage[] }) {
  const last = messages.findLast(({ role, status }) => role === 'assistant' && status !== 'answering');
  const key = last === undefined ? '' : `${last.id} ${last.status}`;
  const seen = useRef('');
  const isFirst = useRef(true);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (messages.length === 0) return;
    const isNews = !isFirst.current && last !== undefined && key !== seen.current;
    isFirst.current = false;
    seen.current = key;
    if (!isNews) return;
    const who = last.agent === null ? '' : `${agentNames[last.agent]}: `;
    setWords(who + announcementOf(last.parts));
  }, [messages, last, key]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {words}
    </VisuallyHidden>
  );
}
