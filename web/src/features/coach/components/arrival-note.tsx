import { CloseButton, Text } from '@mantine/core';
import type { Insight } from '@model/insight.ts';
import { Sparkles } from 'lucide-react';
import { Note } from '../../../components/ui/status-pill.tsx';
import classes from './coach.module.css';

interface ArrivalProps {
  /** What has just come; null: nothing. */
  readonly insight: Insight | null;
  onClose(): void;
}

/** Says that what the page shows is new, without getting in the way. Its place is there before, so that it is heard. */
export function ArrivalNote({ insight, onClose }: ArrivalProps) {
  return (
    <div role="status" aria-label="News of the coach">
      {insight !== null && (
        <div className={classes.arrival}>
          <Note tone="coach" icon={Sparkles}>
            <div className={classes.arrivalLine}>
              <Text size="sm">
                <b>The coach has something new:</b> {insight.score} of 100
                {insight.findings.length > 0 && `, ${findingWords(insight.findings.length)}`}.
              </Text>
              <CloseButton size="sm" c="inherit" aria-label="Close the news" onClick={onClose} />
            </div>
          </Note>
        </div>
      )}
    </div>
  );
}

function findingWords(count: number): string {
  return count === 1 ? 'and one thing cannot wait' : `and ${count} things cannot wait`;
}
