import { Button, Group, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ChevronLeft, CircleCheck, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { SchemaFields } from '../../../components/ui/schema-fields.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { entered, fieldsOf } from '../../../lib/json-schema.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import {
  type ConnectionWish,
  type ConnectorEntry,
  createConnection,
  type Tested,
  tryConnection,
} from '../api/connections.ts';
import { ConnectorIcon } from './connector-icon.tsx';
import { GroupProblem, initialOf, isAboutForm, missing, SecretFields, useSecretShapes } from './secret-fields.tsx';
import classes from './settings.module.css';

interface ConnectFormProps {
  readonly connectors: readonly ConnectorEntry[];
  /** Null while none is chosen. */
  readonly chosen: ConnectorEntry | null;
  onChoose(id: string): void;
  onClose(): void;
}

/** Asks for the vendor, then for what it needs, tries it, and keeps it. */
export default function ConnectForm({ connectors, chosen, onChoose, onClose }: ConnectFormProps) {
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={chosen === null ? 'Connect' : `Connect ${chosen.title.replace(/^Your /, 'your ')}`}
    >
      {chosen === null ? (
        <Choice connectors={connectors} onChoose={onChoose} />
      ) : (
        <Details key={chosen.id} connector={chosen} onBack={() => onChoose('new')} onClose={onClose} />
      )}
    </Dialog>
  );
}

/** The field to begin with, also where another one was left. */
function useFirstField() {
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return first;
}

function Choice({ connectors, onChoose }: Pick<ConnectFormProps, 'connectors' | 'onChoose'>) {
  const first = useFirstField();
  const [wanted, setWanted] = useState('');
  const words = wanted.trim().toLowerCase();
  const shown = connectors.filter(({ title, description }) => `${title} ${description}`.toLowerCase().includes(words));
  return (
    <Stack pt={4}>
      <TextInput
        ref={first}
        aria-label="Search"
        placeholder="Search: Slack, mail, shop …"
        value={wanted}
        onChange={({ currentTarget }) => setWanted(currentTarget.value)}
        data-autofocus
      />
      <ul className={classes.choices}>
        {shown.map(({ id, title, description, icon }) => (
          <li key={id}>
            <UnstyledButton className={classes.choice} onClick={() => onChoose(id)}>
              <ConnectorIcon icon={icon} />
              <span>
                <Text fw={560}>{title}</Text>
                <Text size="sm" c="dimmed">
                  {description}
                </Text>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <Text c="dimmed">Nothing of that name can be connected yet.</Text>}
    </Stack>
  );
}

interface DetailsProps {
  readonly connector: ConnectorEntry;
  onBack(): void;
  onClose(): void;
}

function Details({ connector, onBack, onClose }: DetailsProps) {
  const { api } = useSession();
  const first = useFirstField();
  const settings = fieldsOf(connector.settings);
  const secrets = useSecretShapes(connector);
  const [tested, setTested] = useState<Tested | null>(null);
  const form = useForm({
    onValuesChange: () => setTested(null),
    initialValues: { name: connector.title, settings: initialOf(settings), secrets: secrets.initial },
    validate: (values) => ({
      ...missing('settings', settings, values.settings),
      ...missing('secrets', secrets.fields, values.secrets),
    }),
  });
  const wish = (): ConnectionWish => ({
    connector: connector.id,
    name: form.values.name.trim() || connector.title,
    settings: entered(settings, form.values.settings),
    secrets: secrets.given(form.values.secrets),
  });
  const shows = (error: unknown): boolean => {
    const errors = fieldErrors(error);
    form.setErrors(errors);
    return isAboutForm(errors);
  };
  const test = useCommand(
    useCallback(async (given: ConnectionWish) => setTested(await tryConnection(api, given)), [api]),
    'It could not be tried',
    shows,
  );
  const save = useCommand(
    useCallback(
      async (given: ConnectionWish, isTried: boolean) => {
        const found = isTried ? null : await tryConnection(api, given);
        setTested(found);
        if (found?.status === 'failing') return;
        await createConnection(api, given);
        toastDone(found === null ? `${given.name} is kept` : `${given.name} is connected`);
        onClose();
      },
      [api, onClose],
    ),
    'It was not connected',
    shows,
  );
  const fails = tested?.status === 'failing';
  return (
    <form onSubmit={form.onSubmit(() => void save.run(wish(), false))}>
      <Stack>
        <div>
          <button type="button" className={classes.others} onClick={onBack}>
            <ChevronLeft size={15} aria-hidden />
            All that can be connected
          </button>
          <Text size="sm" c="dimmed">
            {connector.help}
          </Text>
        </div>
        <TextInput ref={first} label="Name" maxLength={80} data-autofocus {...form.getInputProps('name')} />
        <SchemaFields fields={settings} inputProps={(name, how) => form.getInputProps(`settings.${name}`, how)} />
        <SecretFields secrets={secrets} inputProps={form.getInputProps} />
        <GroupProblem errors={form.errors} />
        {tested !== null && <Outcome tested={tested} />}
        <Group justify="flex-end" gap="xs" mt="sm">
          {fails ? (
            <Button variant="default" loading={save.busy} onClick={() => void save.run(wish(), true)}>
              Keep it anyway
            </Button>
          ) : (
            <Button
              variant="default"
              loading={test.busy}
              onClick={() => form.validate().hasErrors || void test.run(wish())}
            >
              Try it
            </Button>
          )}
          <Button type="submit" loading={save.busy}>
            Connect
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What came of a try. */
function Outcome({ tested: { status, statusText } }: { readonly tested: Tested }) {
  return status === 'working' ? (
    <Note tone="good" icon={CircleCheck} role="status">
      <Text size="sm">It works{statusText === null ? '' : `: ${statusText}`}</Text>
    </Note>
  ) : (
    <Note tone="bad" icon={TriangleAlert} role="alert">
      <Text size="sm">{statusText ?? 'It does not work'}</Text>
    </Note>
  );
}
