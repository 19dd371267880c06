import { Button, Text } from '@mantine/core';
import { CircleDashed } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../../lib/session.ts';
import type { SimulatedStart, Simulation } from '../../lib/simulation.ts';
import { executionStatus, type StatusLook } from '../../lib/status.ts';
import { dateTime } from '../../lib/time.ts';
import { humanize, sentence } from '../../lib/words.ts';
import { StoredLink } from './links.tsx';
import classes from './simulation-report.module.css';
import { StatusPill } from './status-pill.tsx';

const PAGE = 10;

/** What a simulation found: in short, then start by start. */
export function SimulationReport({ report }: { readonly report: Simulation }) {
  const { summary, starts, counted, rehearsed, acts, notes } = report;
  // With one kind of act, the summary has said it.
  const told = acts.filter(({ words }) => !summary.includes(words));
  const [shown, setShown] = useState(PAGE);
  return (
    <div style={{ marginTop: 20 }}>
      <Text fw={580} role="status" style={{ overflowWrap: 'anywhere' }}>
        {sentence(summary)}
      </Text>
      {counted > rehearsed && (
        <Text size="sm" c="dimmed" mt={4}>
          {rehearsed} of {counted.toLocaleString('en-US')} starts were rehearsed; the others are only counted.
        </Text>
      )}
      {(told.length > 0 || notes.length > 0) && (
        <ul className={classes.remarks} style={{ marginTop: 12 }}>
          {told.map(({ action, words }) => (
            <li key={`${action}|${words}`}>{sentence(words)}</li>
          ))}
          {notes.map((note) => (
            <li key={note}>{sentence(note)}</li>
          ))}
        </ul>
      )}
      {starts.length > 0 && (
        <ol className={classes.starts} style={{ marginTop: 12 }} aria-label="Would-be starts">
          {starts.slice(0, shown).map((start, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a report never changes
            <Start key={index} start={start} />
          ))}
        </ol>
      )}
      {starts.length > shown && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setShown(shown + PAGE * 5)}>
          Show more
        </Button>
      )}
    </div>
  );
}

const notRehearsed: StatusLook = { word: 'Counted only', tone: 'neutral', icon: CircleDashed };
const looks = new Map<string, StatusLook>(Object.entries(executionStatus));
const occasions: Readonly<Record<string, string>> = {
  schedule: 'by its schedule',
  event: 'by an event',
  manual: 'by hand',
};

function Start({ start: { at, occasion, outcome, wouldHave, dryRunId } }: { readonly start: SimulatedStart }) {
  const { tenant } = useSession();
  const look = looks.get(outcome) ?? { ...notRehearsed, word: lookWord(outcome) };
  return (
    <li>
      <div className={classes.startHead}>
        <time dateTime={at.toISOString()}>{dateTime(at, tenant.timezone, new Date())}</time>
        <Text span size="sm" c="dimmed">
          {occasions[occasion.type] ?? humanize(occasion.type).toLowerCase()}
        </Text>
        <StatusPill look={look} />
        {dryRunId !== null && <StoredLink href={`/executions/${dryRunId}`}>Open the dry run</StoredLink>}
      </div>
      {wouldHave.length > 0 && (
        <ul className={classes.remarks} style={{ marginTop: 6 }}>
          {wouldHave.map((words, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a report never changes, and two sentences may be alike
            <li key={index}>{sentence(words)}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

function lookWord(outcome: string): string {
  return outcome === 'not rehearsed' ? notRehearsed.word : sentence(outcome);
}
