import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { TenantLimits } from '@model/limit.ts';
import { useCallback } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { changeTenant } from '../api/tenant-settings.ts';
import { fromLimitValues, limitFields, limitProblem, toLimitValues } from './limit-fields.ts';
import type { SettingsCardProps } from './pause-card.tsx';

interface LimitsFormProps extends SettingsCardProps {
  onClose(): void;
}

/** The limits of a business of its own, in place of the usual ones. */
export default function LimitsForm({ settings: { tier, limits }, onChanged, onClose }: LimitsFormProps) {
  const { api } = useSession();
  const fields = limitFields(tier);
  const form = useForm({
    initialValues: toLimitValues(limits),
    validate: Object.fromEntries(fields.map((field) => [field.name, (value: string) => limitProblem(field, value)])),
  });
  const save = useCommand(
    useCallback(
      async (next: TenantLimits) => {
        await changeTenant(api, { limits: next });
        toastDone('The limits hold from now on');
        onChanged();
        onClose();
      },
      [api, onChanged, onClose],
    ),
    'The limits were not changed',
    (error) => {
      const errors = Object.entries(fieldErrors(error)).map(([path, said]) => [path.split('.').at(-1) ?? '', said]);
      form.setErrors(Object.fromEntries(errors));
      return errors.some(([name]) => fields.some((field) => field.name === name));
    },
  );
  return (
    <Dialog onClose={onClose} title="Limits">
      <form onSubmit={form.onSubmit((values) => void save.run(fromLimitValues(values)))}>
        <Stack>
          <Text size="sm" c="dimmed">
            A field left empty keeps the usual limit. Raising one lets go on what waits for it.
          </Text>
          {fields.map(({ name, label, usual, isMoney }) => (
            <TextInput
              key={name}
              label={isMoney ? `${label} (US dollars)` : label}
              placeholder={`${usual.toLocaleString('en-US')} is usual`}
              inputMode="decimal"
              {...form.getInputProps(name)}
            />
          ))}
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.busy}>
              Save limits
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
