import { Button, Card, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type Policy, policySchema, riskSchema } from '@model/policy.ts';
import { useCallback } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import {
  chatActivatesChoices,
  decisionChoices,
  fromFields,
  ruleWords,
  selfApprovalChoices,
  toFields,
} from '../../../lib/policy-words.ts';
import { riskLook, riskMeaning } from '../../../lib/risk.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { changeTenant } from '../api/tenant-settings.ts';
import type { SettingsCardProps } from './pause-card.tsx';

const BOUNDS = [
  { name: 'recipients', label: 'People' },
  { name: 'amount', label: 'Money' },
  { name: 'rows', label: 'Documents' },
] as const;

/** What happens by itself, is told, is asked first, or never happens. Only owners say so. */
export function PolicyForm({ settings: { policy, currency }, onChanged }: SettingsCardProps) {
  const { api } = useSession();
  const form = useForm({ initialValues: toFields(policy) });
  const save = useCommand(
    useCallback(
      async (next: Policy) => {
        await changeTenant(api, { policy: next });
        toastDone('The policy holds from now on');
        onChanged();
      },
      [api, onChanged],
    ),
    'The policy was not changed',
  );
  const submit = form.onSubmit(async (values) => {
    const parsed = policySchema.safeParse(fromFields(values));
    if (!parsed.success) {
      form.setErrors(
        Object.fromEntries(parsed.error.issues.map(({ path }) => [path.join('.'), 'Write a number, 0 or more'])),
      );
      return;
    }
    if ((await save.run(parsed.data)) !== null) form.resetDirty(values);
  });
  return (
    <Card>
      <Only least="owner">
        <form onSubmit={submit}>
          <Stack gap="xl">
            {riskSchema.options.map((risk) => (
              <fieldset key={risk} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
                <legend style={{ padding: 0 }}>
                  <StatusPill look={riskLook[risk]} />
                </legend>
                <Text size="sm" c="dimmed" mt={6}>
                  {riskMeaning[risk]}.
                </Text>
                <SimpleGrid mt="sm" spacing="sm" cols={{ base: 1, xs: 2 }}>
                  <NativeSelect label="Normally" data={decisionChoices} {...form.getInputProps(`${risk}.decision`)} />
                  <NativeSelect
                    label="Above a limit"
                    data={decisionChoices}
                    {...form.getInputProps(`${risk}.beyond`)}
                  />
                </SimpleGrid>
                <SimpleGrid mt="sm" spacing="sm" cols={3}>
                  {BOUNDS.map(({ name, label }) => (
                    <TextInput
                      key={name}
                      label={name === 'amount' ? `${label} (${currency})` : label}
                      placeholder="No limit"
                      inputMode="decimal"
                      {...form.getInputProps(`${risk}.within.${name}`)}
                    />
                  ))}
                </SimpleGrid>
                <Text size="sm" mt="sm">
                  {ruleWords(form.values[risk], currency)}
                </Text>
              </fieldset>
            ))}
            <NativeSelect
              label="Saying yes to oneself"
              description="Whether whoever caused an act may also approve it"
              data={selfApprovalChoices}
              {...form.getInputProps('selfApproval')}
            />
            <NativeSelect
              label="Activating from the chat"
              description="Whether what somebody asks for in the chat starts at once, when it is complete and its examples agree"
              data={chatActivatesChoices}
              {...form.getInputProps('chatActivates')}
            />
            <Group>
              <Button type="submit" loading={save.busy} disabled={!form.isDirty()}>
                Save policy
              </Button>
            </Group>
          </Stack>
        </form>
      </Only>
    </Card>
  );
}
