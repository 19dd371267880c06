import { Button, Card, Group, Progress, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useId } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { limitName, share } from '../../../lib/limit-words.ts';
import { costWords } from '../../../lib/money.ts';
import { humanize, sentence } from '../../../lib/words.ts';
import type { SettingsCardProps } from './pause-card.tsx';
import classes from './settings.module.css';

const LimitsForm = lazy(() => import('./limits-form.tsx'));

/** How much of each limit is used up, and the means to change them. */
export function LimitsCard({ settings, onChanged }: SettingsCardProps) {
  const [isEditing, { open, close }] = useDisclosure(false);
  const { usage, terms, tier, held } = settings;
  const { month, daily } = usage;
  const count = (value: number) => value.toLocaleString('en-US');
  return (
    <Card>
      <Text size="sm" c="dimmed" mb="md">
        {humanize(tier)} tier, {monthName(month.period)}. History is kept for {terms.keptDays} days.
        {held.limit > 0 &&
          ` ${held.limit === 1 ? 'One execution waits' : `${count(held.limit)} executions wait`} for room.`}
      </Text>
      <div className={classes.meters}>
        <Meter label="Executions this month" used={month.executions} limit={terms.monthlyExecutions} say={count} />
        <Meter label="Cost this month" used={month.cost} limit={terms.monthlyCost} say={costWords} />
        {daily.map(({ name, used, limit }) => (
          <Meter
            key={name}
            label={`${sentence(limitName(name).replace(/ a day$/, ''))} today`}
            used={used}
            limit={limit}
            say={count}
          />
        ))}
      </div>
      <Text size="sm" mt="md">
        One execution may cost {costWords(terms.executionCost)} at most.
      </Text>
      <Only least="owner">
        <Group mt="md">
          <Button variant="default" onClick={open}>
            Change limits…
          </Button>
        </Group>
      </Only>
      <Suspense>{isEditing && <LimitsForm settings={settings} onChanged={onChanged} onClose={close} />}</Suspense>
    </Card>
  );
}

/** `2026-11` → `November 2026`. */
function monthName(period: string): string {
  return new Date(`${period}-15T12:00:00Z`).toLocaleDateString('en-US', { month: 'long', year: 'numeric' });
}

interface MeterProps {
  readonly label: string;
  readonly used: number;
  readonly limit: number;
  say(value: number): string;
}

function Meter({ label, used, limit, say }: MeterProps) {
  const id = useId();
  const percent = share(used, limit);
  return (
    <div className={classes.meter}>
      <div className={classes.meterWords}>
        <span id={id}>{label}</span>
        <Text span size="sm" c="dimmed">
          {say(used)} of {say(limit)}
        </Text>
      </div>
      <Progress.Root size="md">
        <Progress.Section
          value={percent}
          color={percent >= 90 ? 'red' : percent >= 75 ? 'yellow' : 'pine'}
          aria-labelledby={id}
          aria-valuetext={`${say(used)} of ${say(limit)}`}
        />
      </Progress.Root>
    </div>
  );
}
