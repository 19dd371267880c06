import { Card, Stack, Text } from '@mantine/core';
import { Gauge } from 'lucide-react';
import { Note } from '../../../components/ui/status-pill.tsx';
import { costRange } from '../../../lib/money.ts';
import { sentence } from '../../../lib/words.ts';
import type { Forecast } from '../api/get-forecast.ts';
import classes from './playbooks.module.css';

/** How often a playbook will run in a month, what that costs, and which limits it will meet. */
export function PlaybookExpectations({ forecast }: { readonly forecast: Forecast }) {
  const { executionsPerMonth, cost, limits, notes, problems } = forecast;
  if (problems.length > 0) {
    return <Text c="dimmed">This can be told once what is wrong with it is put right.</Text>;
  }
  const touched = limits.filter(({ isTouched }) => isTouched);
  const free = limits.filter(({ isTouched }) => !isTouched);
  return (
    <Card>
      <Stack gap="lg">
        <dl className={classes.figures}>
          <div>
            <dt>Executions a month</dt>
            <dd>{countRange(executionsPerMonth)}</dd>
          </div>
          <div>
            <dt>Cost a month</dt>
            <dd>
              {costRange(cost)}
              <small>{sentence(cost.basis)}</small>
            </dd>
          </div>
        </dl>
        {touched.map(({ name, words }) => (
          <Note key={name} tone="warn" icon={Gauge}>
            <Text size="sm">
              <b>It will meet a limit:</b> {words}.
            </Text>
          </Note>
        ))}
        {free.length > 0 && (
          <div>
            <Text size="sm" c="dimmed">
              Within its limits
            </Text>
            <ul className={classes.remarks}>
              {free.map(({ name, words }) => (
                <li key={name}>{sentence(words)}</li>
              ))}
            </ul>
          </div>
        )}
        {notes.length > 0 && (
          <ul className={classes.remarks}>
            {notes.map((note) => (
              <li key={note}>{sentence(note)}</li>
            ))}
          </ul>
        )}
      </Stack>
    </Card>
  );
}

function countRange({ min, max }: { readonly min: number; readonly max: number }): string {
  const [least, most] = [min.toLocaleString('en-US'), max.toLocaleString('en-US')];
  return least === most ? least : `${least} to ${most}`;
}
