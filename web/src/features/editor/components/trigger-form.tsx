import { Button, Checkbox, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { eventCatalog } from '@model/event-catalog.ts';
import { SENDERS } from '@model/hook.ts';
import type { PlaybookDraft } from '@model/playbook.ts';
import type { ProblemDetail } from '@model/problem.ts';
import { webhookSchemeSchema } from '@model/trigger.ts';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { dateTime, relative, useNow, zoneName } from '../../../lib/time.ts';
import { zoneChoices } from '../../../lib/zones.ts';
import {
  OFTEN,
  type Often,
  readSchedule,
  type ScheduleForm,
  type ScheduleTrigger,
  writeSchedule,
} from '../api/schedule-words.ts';
import classes from './editor.module.css';

export type Trigger = PlaybookDraft['triggers'][number];
type Listening = Extract<Trigger, { type: 'event' | 'webhook' }>;

interface TriggerFormProps {
  readonly trigger: Trigger;
  readonly problems: readonly ProblemDetail[];
  /** The next times of a schedule, as the server has worked them out; none while it has not. */
  readonly next: readonly Date[];
  onChange(trigger: Trigger): void;
  onDelete(): void;
}

/** What starts the playbook. */
export function TriggerForm({ trigger, problems, next, onChange, onDelete }: TriggerFormProps) {
  const problemAt = (path: string) => problems.find((problem) => problem.path === path)?.message;
  return (
    <Stack gap="md">
      {trigger.type === 'schedule' && (
        <ScheduleFields trigger={trigger} next={next} problemAt={problemAt} onChange={onChange} />
      )}
      {trigger.type === 'event' && (
        <EventFields trigger={trigger} problem={problemAt('eventName')} onChange={onChange} />
      )}
      {trigger.type === 'webhook' && (
        <NativeSelect
          label="Who calls"
          description="It gets an address of its own when this is published; the address and its secret are on the playbook’s page."
          value={trigger.scheme}
          data={webhookSchemeSchema.options.map((value) => ({ value, label: SENDERS[value] }))}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...trigger, scheme: webhookSchemeSchema.parse(value) })
          }
        />
      )}
      {(trigger.type === 'event' || trigger.type === 'webhook') && (
        <FilterField trigger={trigger} problem={problemAt('filter')} onChange={onChange} />
      )}
      {trigger.type === 'manual' && (
        <Text c="dimmed" size="sm">
          It starts when somebody presses “Run now”, an agent asks for it, or another playbook starts it.
        </Text>
      )}
      <div>
        <Button
          variant="subtle"
          color="red"
          size="xs"
          leftSection={<Trash2 size={14} aria-hidden />}
          onClick={onDelete}
        >
          Take this away
        </Button>
      </div>
    </Stack>
  );
}

interface ScheduleProps {
  readonly trigger: ScheduleTrigger;
  readonly next: readonly Date[];
  problemAt(path: string): string | undefined;
  onChange(trigger: Trigger): void;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const often = Object.entries(OFTEN).map(([value, label]) => ({ value, label }));
const isOften = (value: string): value is Often => value in OFTEN;

function ScheduleFields({ trigger, next, problemAt, onChange }: ScheduleProps) {
  const { tenant } = useSession();
  const [form, setForm] = useState(() => readSchedule(trigger));
  const change = (part: Partial<ScheduleForm>) => {
    const changed = { ...form, ...part };
    setForm(changed);
    if (changed.cron.trim() !== '') onChange({ ...trigger, ...writeSchedule(changed) });
  };
  return (
    <>
      <NativeSelect
        label="How often"
        data={often}
        value={form.often}
        onChange={({ currentTarget: { value } }) => isOften(value) && change({ often: value, cron: trigger.cron })}
      />
      <ScheduleDetails form={form} problem={problemAt('cron')} change={change} />
      <NativeSelect
        label="Read in the time of"
        data={zoneChoices(trigger.timezone, tenant.timezone).map(({ value, label }) => ({
          value,
          label: value === 'UTC' ? 'UTC' : `${zoneName(value)} (${label})`,
        }))}
        value={trigger.timezone}
        error={problemAt('timezone')}
        onChange={({ currentTarget: { value } }) => onChange({ ...trigger, timezone: value })}
      />
      <NativeSelect
        label="What was missed"
        description="While the playbook or the whole shop was off for more than a quarter of an hour"
        data={[
          { value: 'latest', label: 'Catch up once' },
          { value: 'all', label: 'Catch up on each, up to 24' },
          { value: 'none', label: 'Leave it' },
        ]}
        value={trigger.catchUpPolicy}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...trigger, catchUpPolicy: value === 'all' ? 'all' : value === 'none' ? 'none' : 'latest' })
        }
      />
      <NextTimes next={next} zone={trigger.timezone} />
    </>
  );
}

interface DetailsProps {
  readonly form: ScheduleForm;
  readonly problem: string | undefined;
  change(part: Partial<ScheduleForm>): void;
}

function ScheduleDetails({ form, problem, change }: DetailsProps) {
  const { often: how, days } = form;
  const isTimed = how === 'daily' || how === 'weekly' || how === 'monthly' || how === 'last';
  return (
    <>
      {how === 'weekly' && (
        <Checkbox.Group
          label="On these days"
          value={days.map(String)}
          onChange={(chosen) => chosen.length > 0 && change({ days: chosen.map(Number).sort() })}
        >
          <div className={classes.days} style={{ marginTop: 6 }}>
            {DAYS.map((day, index) => (
              <Checkbox key={day} value={String(index)} label={day} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {how === 'monthly' && (
        <NativeSelect
          label="On day"
          data={Array.from({ length: 28 }, (_, index) => String(index + 1))}
          value={String(form.dayOfMonth)}
          onChange={({ currentTarget: { value } }) => change({ dayOfMonth: Number(value) })}
        />
      )}
      {how === 'minutes' && (
        <NativeSelect
          label="Every"
          data={['5', '10', '15', '20', '30'].map((value) => ({ value, label: `${value} minutes` }))}
          value={String(form.minutes)}
          onChange={({ currentTarget: { value } }) => change({ minutes: Number(value) })}
        />
      )}
      {how === 'hourly' && (
        <NativeSelect
          label="At minute"
          data={Array.from({ length: 12 }, (_, index) => String(index * 5))}
          value={String(Number(form.time.split(':')[1] ?? 0))}
          onChange={({ currentTarget: { value } }) => change({ time: `00:${value.padStart(2, '0')}` })}
        />
      )}
      {isTimed && (
        <TextInput
          type="time"
          label="At"
          maw={180}
          value={form.time}
          error={problem}
          onChange={({ currentTarget: { value } }) => value !== '' && change({ time: value })}
        />
      )}
      {how === 'cron' && (
        <TextInput
          label="Cron expression"
          description="Minute, hour, day of the month, month, day of the week"
          ff="monospace"
          maxLength={100}
          value={form.cron}
          error={problem}
          onChange={({ currentTarget: { value } }) => change({ cron: value })}
        />
      )}
    </>
  );
}

function NextTimes({ next, zone }: { readonly next: readonly Date[]; readonly zone: string }) {
  const now = useNow();
  if (next.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={570}>
        Next times
      </Text>
      <ul className={classes.times}>
        {next.map((at) => (
          <li key={at.getTime()}>
            <time dateTime={at.toISOString()}>{dateTime(at, zone, now)}</time>, {relative(at, now)}
          </li>
        ))}
      </ul>
    </div>
  );
}

const SOURCES: Readonly<Record<string, string>> = {
  records: 'Your own lists',
  sweep: 'As time goes by',
  playbooks: 'Playbooks themselves',
  competitor_prices: 'Competitors’ prices',
};
const sourceWords = (source: string) =>
  SOURCES[source] ?? source.charAt(0).toUpperCase() + source.slice(1).replaceAll('_', ' ');

const events = [...Map.groupBy(eventCatalog, ({ source }) => source)].map(([source, types]) => ({
  group: sourceWords(source),
  items: types.map(({ name, title }) => ({ value: name, label: title })),
}));

interface EventProps {
  readonly trigger: Extract<Trigger, { type: 'event' }>;
  readonly problem: string | undefined;
  onChange(trigger: Trigger): void;
}

function EventFields({ trigger, problem, onChange }: EventProps) {
  const type = eventCatalog.find(({ name }) => name === trigger.eventName);
  const own = type === undefined ? [{ value: trigger.eventName, label: trigger.eventName }] : [];
  return (
    <>
      <NativeSelect
        label="When this happens"
        description={type?.description}
        data={[...own, ...events]}
        value={trigger.eventName}
        error={problem}
        onChange={({ currentTarget: { value } }) => onChange({ ...trigger, eventName: value })}
      />
      {type !== undefined && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          It tells: {Object.keys(type.example).join(', ')}
        </Text>
      )}
    </>
  );
}

interface FilterProps {
  readonly trigger: Listening;
  readonly problem: string | undefined;
  onChange(trigger: Trigger): void;
}

function FilterField({ trigger, problem, onChange }: FilterProps) {
  return (
    <Textarea
      label="Only if"
      description="A condition over the event; left empty, each one starts it. Such as event.total > 100"
      autosize
      minRows={1}
      maxLength={1000}
      ff="monospace"
      value={trigger.filter ?? ''}
      error={problem}
      onChange={({ currentTarget: { value } }) => onChange({ ...trigger, filter: value === '' ? null : value })}
    />
  );
}
