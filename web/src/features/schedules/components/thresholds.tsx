import { Button, Card, Group, SimpleGrid, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { AgentConfig, Thresholds as Given } from '@model/agent-config.ts';
import { useCallback } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { setThresholds, useThresholds } from '../api/thresholds.ts';

/** As the templates ask where nothing is set, and up to what the server takes. */
const FIELDS = [
  { name: 'past_due_days', label: 'Remind after so many days late', usual: 3, most: 365 },
  { name: 'escalation_days', label: 'Call after so many days late', usual: 30, most: 365 },
  { name: 'door_days', label: 'Close doors after so many days late', usual: 14, most: 365 },
  { name: 'campaign_limit', label: 'Letters of a campaign, a day', usual: 30, most: 200 },
] as const;
type Name = (typeof FIELDS)[number]['name'];

/** What new playbooks from templates start with; those that are there keep what they were made with. */
export function Thresholds() {
  return (
    <LiveView live={useThresholds()}>
      {(entry) => {
        const config = entry?.data ?? { global_pause: false };
        return <ThresholdForm key={JSON.stringify(config)} config={config} />;
      }}
    </LiveView>
  );
}

function ThresholdForm({ config }: { readonly config: AgentConfig }) {
  const { form, busy, submit } = useThresholdForm(config);
  return (
    <Card>
      <Text size="sm" c="dimmed" mb="md">
        What templates fill in for you. A playbook that is there already keeps what it was made with.
      </Text>
      <Only least="admin">
        <form onSubmit={submit}>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} spacing="md" style={{ alignItems: 'end' }}>
            {FIELDS.map(({ name, label, usual }) => (
              <TextInput
                key={name}
                label={label}
                placeholder={`${usual} is usual`}
                inputMode="numeric"
                {...form.getInputProps(name)}
              />
            ))}
          </SimpleGrid>
          <Switch
            mt="md"
            label="Ask a person before anything is done"
            {...form.getInputProps('confirmations', { type: 'checkbox' })}
          />
          <Group mt="md">
            <Button type="submit" loading={busy} disabled={!form.isDirty()}>
              Save thresholds
            </Button>
          </Group>
        </form>
      </Only>
    </Card>
  );
}

function useThresholdForm(config: AgentConfig) {
  const { api } = useSession();
  const numbers = Object.fromEntries(FIELDS.map(({ name }) => [name, String(config[name] ?? '')]));
  const form = useForm({
    initialValues: { ...(numbers as Record<Name, string>), confirmations: config.confirmations ?? true },
    validate: Object.fromEntries(FIELDS.map(({ name, most }) => [name, (value: string) => problemOf(value, most)])),
  });
  const save = useCommand(
    useCallback(
      async (given: Given) => {
        await setThresholds(api, given);
        toastDone('Templates ask with these from now on');
      },
      [api],
    ),
    'The thresholds were not changed',
    (error) => {
      const errors = fieldErrors(error);
      form.setErrors(errors);
      return FIELDS.some(({ name }) => errors[name] !== undefined);
    },
  );
  const submit = form.onSubmit(async ({ confirmations, ...texts }) => {
    const given = FIELDS.flatMap(({ name }) => (texts[name].trim() === '' ? [] : [[name, Number(texts[name])]]));
    await save.run({ ...Object.fromEntries(given), confirmations });
  });
  return { form, busy: save.busy, submit };
}

/** An empty field stays as it is. */
function problemOf(value: string, most: number): string | null {
  if (value.trim() === '') return null;
  const number = Number(value);
  return Number.isInteger(number) && number >= 1 && number <= most ? null : `A whole number from 1 to ${most}`;
}
