import { Button, Group, NativeSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { JsonObject } from '@model/json.ts';
import type { SkillView } from '@model/skill.ts';
import { useCallback, useMemo } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { zoneChoices } from '../../../lib/zones.ts';
import {
  MISSED,
  newSchedule,
  OFTEN,
  type ScheduleForm,
  SURE_DAYS,
  scheduleBody,
  WEEKDAYS,
} from '../api/schedule-form.ts';
import { createSchedule, type SkillSchedule } from '../api/schedules.ts';
import { givenWords } from '../api/use-skill-executions.ts';

const MINUTES = Array.from({ length: 12 }, (_, index) => String(index * 5));
const choices = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));
const often = choices(OFTEN);
const missed = choices(MISSED);
const minutes = MINUTES.map((value) => ({ value, label: `:${value.padStart(2, '0')}` }));
const weekdays = WEEKDAYS.map((label, day) => ({ value: String(day), label }));
const days = [
  ...Array.from({ length: SURE_DAYS }, (_, index) => ({ value: String(index + 1), label: String(index + 1) })),
  { value: 'last', label: 'The last day' },
];

interface DialogProps {
  readonly skill: SkillView;
  /** What it is given each time. */
  readonly inputs: JsonObject;
  onMade(schedule: SkillSchedule): void;
  onClose(): void;
}

/** Asks when a skill is to run by itself. */
export default function ScheduleDialog({ skill, inputs, onMade, onClose }: DialogProps) {
  const { form, busy, submit } = useScheduleForm(skill, inputs, onMade);
  const { tenant } = useSession();
  const zones = useMemo(() => zoneChoices(tenant.timezone), [tenant.timezone]);
  const given = givenWords(inputs, skill.inputs);
  return (
    <Dialog onClose={onClose} title={`Schedule: ${skill.name}`}>
      <form noValidate onSubmit={submit}>
        <Stack>
          {given !== '' && (
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              It is given each time: {given}
            </Text>
          )}
          <NativeSelect data-autofocus label="How often" data={often} {...form.getInputProps('often')} />
          <WhenFields form={form} />
          <Select
            label="Time zone"
            data={zones}
            searchable
            allowDeselect={false}
            limit={100}
            nothingFoundMessage="No such time zone"
            {...form.getInputProps('timezone')}
          />
          <NativeSelect
            label="What was missed"
            description="While everything was off for more than a quarter of an hour"
            data={missed}
            {...form.getInputProps('catchUp')}
          />
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Schedule
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

type Form = ReturnType<typeof useScheduleForm>['form'];

/** The time of day, and the day where there is one to choose. */
function WhenFields({ form }: { readonly form: Form }) {
  switch (form.values.often) {
    case 'hourly':
      return (
        <NativeSelect label="At" description="Minutes past the hour" data={minutes} {...form.getInputProps('minute')} />
      );
    case 'daily':
      return <TimeField form={form} />;
    case 'weekly':
    case 'bi-weekly':
      return (
        <>
          <NativeSelect label="On" data={weekdays} {...form.getInputProps('weekday')} />
          <TimeField form={form} />
        </>
      );
    case 'monthly':
      return (
        <>
          <NativeSelect label="On day" data={days} {...form.getInputProps('day')} />
          <TimeField form={form} />
        </>
      );
  }
}

function TimeField({ form }: { readonly form: Form }) {
  return <TextInput type="time" label="At" {...form.getInputProps('time')} />;
}

/** The names of the server for the fields. */
const FIELDS: Readonly<Record<string, keyof ScheduleForm>> = {
  frequency: 'often',
  time: 'time',
  day_of_week: 'weekday',
  day_of_month: 'day',
  timezone: 'timezone',
};

function useScheduleForm(skill: SkillView, inputs: JsonObject, onMade: DialogProps['onMade']) {
  const { api, tenant } = useSession();
  const form = useForm<ScheduleForm>({
    initialValues: newSchedule(tenant.timezone),
    validate: {
      time: (time, { often: how }) => (how === 'hourly' || /^\d\d:\d\d$/.test(time) ? null : 'Give a time of day'),
    },
  });
  const { busy, run } = useCommand(
    useCallback(
      async (values: ScheduleForm) => {
        const schedule = await createSchedule(api, scheduleBody(skill.skillId, values, inputs));
        toastDone(`${skill.name} runs by itself from now on`);
        onMade(schedule);
      },
      [api, skill, inputs, onMade],
    ),
    'It was not scheduled',
    (error) => {
      const own = Object.entries(fieldErrors(error)).flatMap(([path, message]): [string, string][] => {
        const field = FIELDS[path];
        return field === undefined ? [] : [[field, message]];
      });
      form.setErrors(Object.fromEntries(own));
      return own.length > 0;
    },
  );
  return { form, busy, submit: form.onSubmit((values) => void run(values)) };
}
