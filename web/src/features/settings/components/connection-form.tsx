import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Connection } from '@model/connection.ts';
import { useCallback, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { SchemaFields } from '../../../components/ui/schema-fields.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { entered, fieldsOf } from '../../../lib/json-schema.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { type ConnectionChange, type ConnectorEntry, changeConnection, rotateConnection } from '../api/connections.ts';
import { GroupProblem, initialOf, isAboutForm, missing, SecretFields, useSecretShapes } from './secret-fields.tsx';

interface ConnectionFormProps {
  readonly connectionId: string;
  readonly connection: Connection;
  readonly connector: ConnectorEntry;
  /** What is to be changed. Settings that lead elsewhere want the secrets, too. */
  readonly about: 'edit' | 'secrets';
  onClose(): void;
}

/** Changes a connection: its name and settings, or its secrets. */
export default function ConnectionForm({ connectionId, connection, connector, about, onClose }: ConnectionFormProps) {
  const { api } = useSession();
  const settings = fieldsOf(connector.settings, connection.settings);
  const secrets = useSecretShapes(connector);
  const [wantsSecrets, setWantsSecrets] = useState(about === 'secrets');
  const form = useForm({
    initialValues: {
      name: connection.name,
      settings: initialOf(settings),
      secrets: secrets.initial,
    },
    validate: (values) => ({
      ...(about === 'edit' ? missing('settings', settings, values.settings) : {}),
      ...(wantsSecrets ? missing('secrets', secrets.fields, values.secrets) : {}),
    }),
  });
  const save = useCommand(
    useCallback(
      async ({ secrets: given = {}, ...change }: ConnectionChange) => {
        if (about === 'secrets') await rotateConnection(api, connectionId, given);
        else
          await changeConnection(
            api,
            connectionId,
            Object.keys(given).length === 0 ? change : { ...change, secrets: given },
          );
        toastDone('It is changed');
        onClose();
      },
      [api, about, connectionId, onClose],
    ),
    'It was not changed',
    (error) => {
      const errors = fieldErrors(error);
      form.setErrors(errors);
      const paths = Object.keys(errors);
      if (paths.some((path) => path.startsWith('secrets'))) setWantsSecrets(true);
      return isAboutForm(errors);
    },
  );
  const submit = form.onSubmit((values) => {
    const own = wantsSecrets ? { secrets: secrets.given(values.secrets) } : {};
    const rest = about === 'edit' ? { name: values.name.trim(), settings: entered(settings, values.settings) } : {};
    void save.run({ ...rest, ...own });
  });
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={about === 'edit' ? connection.name : `New secrets for ${connection.name}`}
    >
      <form onSubmit={submit}>
        <Stack>
          {about === 'edit' && (
            <>
              <TextInput label="Name" maxLength={80} data-autofocus {...form.getInputProps('name')} />
              <SchemaFields fields={settings} inputProps={(name, how) => form.getInputProps(`settings.${name}`, how)} />
            </>
          )}
          {wantsSecrets && (
            <>
              <Text size="sm" c="dimmed">
                {connector.help}
              </Text>
              <SecretFields secrets={secrets} inputProps={form.getInputProps} isFirst={about === 'secrets'} />
            </>
          )}
          <GroupProblem errors={form.errors} />
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.busy}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
