import { Button, Card, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import type { JsonValue } from '@model/json.ts';
import type { Playbook } from '@model/playbook.ts';
import { FlaskConical } from 'lucide-react';
import { type FormEvent, useCallback, useState } from 'react';
import { InputFields, useInputs } from '../../../components/ui/input-fields.tsx';
import { SimulationReport } from '../../../components/ui/simulation-report.tsx';
import { ErrorState } from '../../../components/ui/states.tsx';
import { messageOf } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import type { Simulation } from '../../../lib/simulation.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { type SimulationWish, simulatePlaybook } from '../api/simulate-playbook.ts';

interface SimulationProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
}

/** Rehearses a playbook over what happened in the last days, or once with given facts. */
export function PlaybookSimulation({ playbookId, playbook }: SimulationProps) {
  const { api } = useSession();
  const [report, setReport] = useState<Simulation | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const simulate = useCommand(
    useCallback(
      async (wish: SimulationWish) => {
        setProblem(null);
        setReport(await simulatePlaybook(api, playbookId, wish));
      },
      [api, playbookId],
    ),
    'It was not simulated',
    (error) => {
      setReport(null);
      setProblem(messageOf(error));
      return true;
    },
  );
  const takesFacts = playbook.inputs.length > 0 || playbook.triggers.some(isListening);
  return (
    <Card>
      <Text size="sm" c="dimmed" mb="md">
        See what it would have done in the last days. Nothing is sent, written or changed.
      </Text>
      <OverThePast busy={simulate.busy} onSimulate={simulate.run} />
      {takesFacts && (
        <details style={{ marginTop: 16 }}>
          <summary style={{ cursor: 'pointer', fontSize: 14.5 }}>Once, with facts of my own</summary>
          <OnceWith playbook={playbook} busy={simulate.busy} onSimulate={simulate.run} />
        </details>
      )}
      {problem !== null && (
        <div style={{ marginTop: 16 }}>
          <ErrorState message={problem} />
        </div>
      )}
      {report !== null && <SimulationReport report={report} />}
    </Card>
  );
}

interface WishProps {
  readonly busy: boolean;
  onSimulate(wish: SimulationWish): void;
}

function OverThePast({ busy, onSimulate }: WishProps) {
  const [days, setDays] = useState('30');
  return (
    <Group align="flex-end" gap="sm">
      <NativeSelect
        label="Over the last"
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
        data={[
          { value: '1', label: 'day' },
          { value: '7', label: '7 days' },
          { value: '30', label: '30 days' },
        ]}
      />
      <Button
        variant="default"
        leftSection={<FlaskConical size={15} aria-hidden />}
        loading={busy}
        onClick={() => onSimulate({ days: Number(days) })}
      >
        Simulate
      </Button>
    </Group>
  );
}

function OnceWith({ playbook: { inputs, triggers }, busy, onSimulate }: WishProps & Pick<SimulationProps, 'playbook'>) {
  const { form, given } = useInputs(inputs);
  const [eventText, setEventText] = useState('');
  const [eventProblem, setEventProblem] = useState<string | null>(null);
  function submit(event: FormEvent) {
    event.preventDefault();
    const data = parsedEvent(eventText);
    setEventProblem(data === undefined ? 'This is not valid JSON' : null);
    if (!form.validate().hasErrors && data !== undefined) onSimulate({ inputs: given(form.values), event: data });
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm" mt="sm">
        <InputFields inputs={inputs} form={form} />
        {triggers.some(isListening) && (
          <Textarea
            label="Event"
            description="What the event carries, as JSON"
            placeholder='{"name": "Blue Dream", "quantity": 2}'
            autosize
            minRows={3}
            maxRows={12}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={eventText}
            error={eventProblem}
            onChange={(event) => setEventText(event.currentTarget.value)}
          />
        )}
        <Group>
          <Button type="submit" variant="default" loading={busy}>
            Simulate once
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function isListening({ type }: Playbook['triggers'][number]): boolean {
  return type === 'event' || type === 'webhook';
}

function parsedEvent(text: string): JsonValue | undefined {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
