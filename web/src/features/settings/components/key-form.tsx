import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type Scope, scopeSchema } from '@model/api-key.ts';
import { useCallback } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { createKey, type KeyWish, type NewKey } from '../api/api-keys.ts';
import { scopeWords } from './key-words.ts';

interface KeyFormProps {
  onKey(key: NewKey): void;
  onClose(): void;
}

/** Asks what a new key is for, and what it may do. */
export default function KeyForm({ onKey, onClose }: KeyFormProps) {
  const { api } = useSession();
  const form = useForm({
    initialValues: { name: '', scopes: ['playbooks:read', 'executions:read'] as Scope[], days: '90', perMinute: '600' },
    validate: {
      name: (name) => (name.trim() === '' ? 'Say what it is for' : null),
      scopes: (scopes) => (scopes.length === 0 ? 'Choose at least one' : null),
      perMinute: (text) => (/^[1-9]\d{0,3}$/.test(text.trim()) ? null : 'Write a number from 1 to 6000'),
    },
  });
  const create = useCommand(
    useCallback(async (wish: KeyWish) => onKey(await createKey(api, wish)), [api, onKey]),
    'No key was made',
    (error) => {
      const errors = fieldErrors(error);
      form.setErrors(errors);
      return Object.keys(errors).some((path) => path in form.values);
    },
  );
  const submit = form.onSubmit(({ name, scopes, days, perMinute }) => {
    const expires = days === '' ? {} : { expiresInDays: Number(days) };
    void create.run({ name: name.trim(), scopes, perMinute: Number(perMinute), ...expires });
  });
  return (
    <Dialog onClose={onClose} title="New API key">
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name"
            description="What it is for, such as “Shop checkout”"
            maxLength={120}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Checkbox.Group label="It may" {...form.getInputProps('scopes')}>
            <Stack gap="xs" mt="xs">
              {scopeSchema.options.map((scope) => (
                <Checkbox key={scope} value={scope} {...scopeWords[scope]} />
              ))}
            </Stack>
          </Checkbox.Group>
          <NativeSelect
            label="Ends"
            data={[
              { value: '30', label: 'After 30 days' },
              { value: '90', label: 'After 90 days' },
              { value: '365', label: 'After a year' },
              { value: '', label: 'Never' },
            ]}
            {...form.getInputProps('days')}
          />
          <TextInput label="Requests a minute, at most" inputMode="numeric" {...form.getInputProps('perMinute')} />
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.busy}>
              Make key
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
