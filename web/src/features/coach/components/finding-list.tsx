import { Text } from '@mantine/core';
import type { Finding } from '@model/insight.ts';
import { TriangleAlert } from 'lucide-react';
import { Note } from '../../../components/ui/status-pill.tsx';
import { dayText } from '../api/coach-words.ts';
import classes from './coach.module.css';

/** What cannot wait, the worst first. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <section className={classes.findings} aria-label="What cannot wait">
      <Note tone="bad" icon={TriangleAlert}>
        <ul>
          {findings.map(({ id, title, text, since }) => (
            <li key={id}>
              <Text size="sm" fw={620}>
                {title}
              </Text>
              <Text size="sm">
                {text} Since {dayText(since)}.
              </Text>
            </li>
          ))}
        </ul>
      </Note>
    </section>
  );
}
