import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { JsonObject } from '@model/json.ts';
import type { SkillView } from '@model/skill.ts';
import { Ban, CalendarClock, FlaskConical, Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { InputFields, type useInputs } from '../../../components/ui/input-fields.tsx';
import { Only } from '../../../components/ui/only.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import type { SkillSchedule } from '../api/schedules.ts';
import classes from './skills.module.css';

const ScheduleDialog = lazy(() => import('./schedule-dialog.tsx'));

type Inputs = ReturnType<typeof useInputs>;

interface SkillFormProps {
  readonly skill: SkillView;
  readonly form: Inputs['form'];
  readonly given: Inputs['given'];
  /** What is just being started. */
  readonly busy: 'run' | 'dry' | null;
  onRun(inputs: JsonObject, isDryRun: boolean): void;
  onScheduled(schedule: SkillSchedule): void;
}

/** What a skill is given, and the ways to have it run. */
export function SkillForm({ skill, form, given, busy, onRun, onScheduled }: SkillFormProps) {
  const [scheduled, setScheduled] = useState<JsonObject | null>(null);
  const { refusal, inputs } = skill;
  const isRefused = refusal !== null;
  const start = (isDryRun: boolean) => form.onSubmit((values) => onRun(given(values), isDryRun));
  return (
    <section className={classes.ask} aria-labelledby="skill-form">
      <div className={classes.head}>
        <Title order={2} id="skill-form">
          What it is given
        </Title>
      </div>
      <form noValidate onSubmit={start(false)}>
        <Only least="editor">
          <Stack>
            {isRefused && (
              <Note tone="warn" icon={Ban} role="status">
                <Text size="sm">{refusal}</Text>
              </Note>
            )}
            {inputs.length === 0 && <Text c="dimmed">It asks for nothing.</Text>}
            <InputFields inputs={inputs} form={form} />
            <Group gap="xs" mt={4}>
              <Button
                type="submit"
                leftSection={<Play size={15} aria-hidden />}
                loading={busy === 'run'}
                disabled={isRefused || busy === 'dry'}
              >
                Run
              </Button>
              <Button
                variant="default"
                leftSection={<FlaskConical size={15} aria-hidden />}
                loading={busy === 'dry'}
                disabled={isRefused || busy === 'run'}
                onClick={() => start(true)()}
              >
                Dry run
              </Button>
              <Button
                variant="subtle"
                leftSection={<CalendarClock size={15} aria-hidden />}
                disabled={isRefused}
                onClick={() => form.onSubmit((values) => setScheduled(given(values)))()}
              >
                Schedule this…
              </Button>
            </Group>
          </Stack>
        </Only>
      </form>
      <Suspense>
        {scheduled !== null && (
          <ScheduleDialog
            skill={skill}
            inputs={scheduled}
            onMade={(schedule) => {
              setScheduled(null);
              onScheduled(schedule);
            }}
            onClose={() => setScheduled(null)}
          />
        )}
      </Suspense>
    </section>
  );
}
