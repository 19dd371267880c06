import { Text } from '@mantine/core';
import { priceOf } from '@model/price.ts';
import { CircleAlert } from 'lucide-react';
import { DataValue } from '../../../components/ui/data-view.tsx';
import { StoredLink, TextLink } from '../../../components/ui/links.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import { costWords } from '../../../lib/money.ts';
import { executionStatus } from '../../../lib/status.ts';
import { duration } from '../../../lib/time.ts';
import { faultWords, sentence } from '../../../lib/words.ts';
import type { Tested } from '../api/test-step.ts';
import classes from './test.module.css';

/** What came of the test of a step. */
export function TestOutcome({ tested }: { readonly tested: Tested }) {
  const look = executionStatus[tested.status];
  const link = (
    <TextLink to="/executions/$executionId" params={{ executionId: tested.executionId }}>
      See all of it
    </TextLink>
  );
  if (!('output' in tested)) {
    return (
      <div className={classes.outcome}>
        <div className={classes.facts}>
          <StatusPill look={look} />
          <span>It is not finished yet: somebody may have to say yes, or it takes its time. {link}</span>
        </div>
      </div>
    );
  }
  const { output, note, error, usage, startedAt, completedAt } = tested;
  const took = startedAt !== null && completedAt !== null ? Date.parse(completedAt) - Date.parse(startedAt) : null;
  return (
    <div className={classes.outcome}>
      <div className={classes.facts}>
        <StatusPill look={look} />
        {took !== null && <span>{duration(took)}</span>}
        <span>{costWords(priceOf(usage))}</span>
        {link}
      </div>
      {note !== null && <Text size="sm">{sentence(note)}.</Text>}
      {error !== null && (
        <Note tone="bad" icon={CircleAlert} role="alert">
          <Text size="sm" fw={560}>
            {error.message}
          </Text>
          <Text size="sm" mt={2}>
            {faultWords(error.fault)}
            {error.fix !== null && (
              <>
                {' · '}
                <StoredLink href={error.fix.href}>{error.fix.label}</StoredLink>
              </>
            )}
          </Text>
        </Note>
      )}
      {output !== null && <DataValue value={output} label="What it gave" />}
    </div>
  );
}
