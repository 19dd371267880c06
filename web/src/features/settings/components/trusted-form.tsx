import { Button, Card, Group, Stack, TagsInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Trusted } from '@model/policy.ts';
import { useCallback } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { changeTenant } from '../api/tenant-settings.ts';
import type { SettingsCardProps } from './pause-card.tsx';

/** Recipients and hosts that need no person’s yes. */
export function TrustedForm({ settings: { trusted }, onChanged }: SettingsCardProps) {
  const { api } = useSession();
  const form = useForm<Trusted>({ initialValues: trusted });
  const save = useCommand(
    useCallback(
      async (next: Trusted) => {
        await changeTenant(api, { trusted: next });
        toastDone('Saved');
        onChanged();
      },
      [api, onChanged],
    ),
    'It was not saved',
    (error) => {
      const found = Object.entries(fieldErrors(error));
      const of = (list: string) => found.find(([path]) => path.startsWith(`trusted.${list}`))?.[1] ?? null;
      form.setErrors({ recipients: of('recipients'), hosts: of('hosts') });
      return of('recipients') !== null || of('hosts') !== null;
    },
  );
  const submit = form.onSubmit(async (values) => {
    if ((await save.run(values)) !== null) form.resetDirty(values);
  });
  return (
    <Card>
      <Only least="admin">
        <form onSubmit={submit}>
          <Stack>
            <TagsInput
              label="Recipients"
              description="E-mail addresses, or whole domains such as example.com; Enter after each"
              maxTags={500}
              acceptValueOnBlur
              splitChars={[',', ' ', ';']}
              {...form.getInputProps('recipients')}
            />
            <TagsInput
              label="Hosts"
              description="Web addresses that may be called, such as api.example.com"
              maxTags={200}
              acceptValueOnBlur
              splitChars={[',', ' ', ';']}
              {...form.getInputProps('hosts')}
            />
            <Group>
              <Button type="submit" loading={save.busy} disabled={!form.isDirty()}>
                Save addresses
              </Button>
            </Group>
          </Stack>
        </form>
      </Only>
    </Card>
  );
}
