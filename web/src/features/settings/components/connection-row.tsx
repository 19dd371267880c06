import { Button, Group, Menu, Text } from '@mantine/core';
import type { Connection } from '@model/connection.ts';
import { Ellipsis } from 'lucide-react';
import { Fragment, lazy, Suspense, useCallback, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { TextLink } from '../../../components/ui/links.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { ApiError } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { connectionStatus } from '../../../lib/status.ts';
import { ago, useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { type ConnectorEntry, changeConnection, deleteConnection, testConnection } from '../api/connections.ts';
import { ConnectorIcon } from './connector-icon.tsx';
import classes from './settings.module.css';

const ConnectionForm = lazy(() => import('./connection-form.tsx'));

interface ConnectionRowProps {
  readonly connectionId: string;
  readonly connection: Connection;
  /** Null for one that the product does not know any more. */
  readonly connector: ConnectorEntry | null;
}

/** One connection: whether it works, and what can be done with it. */
export function ConnectionRow({ connectionId, connection, connector }: ConnectionRowProps) {
  const { api } = useSession();
  const now = useNow();
  const { name, status, statusText, checkedAt, isDefault } = connection;
  const [asking, setAsking] = useState<'edit' | 'secrets' | 'delete' | null>(null);
  const close = useCallback(() => setAsking(null), []);
  const test = useCommand(
    useCallback(() => testConnection(api, connectionId), [api, connectionId]),
    'It could not be tried',
  );
  const makeDefault = useCommand(
    useCallback(() => changeConnection(api, connectionId, { isDefault: true }), [api, connectionId]),
    'Nothing was changed',
  );
  const facts = [
    connector?.title === name ? null : (connector?.title ?? connection.connector),
    connectionId === connection.connector ? null : connectionId,
    isDefault ? 'used where a step names none' : null,
    checkedAt === null ? null : `tried ${ago(checkedAt, now)}`,
  ].filter((fact) => fact !== null);
  return (
    <li className={classes.row}>
      <ConnectorIcon icon={connector?.icon} />
      <div className={classes.main}>
        <Group gap="xs">
          <Text fw={560}>{name}</Text>
          <StatusPill look={connectionStatus[status]} />
        </Group>
        {statusText !== null && (
          <Text size="sm" mt={2}>
            {statusText}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
      </div>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          loading={test.busy}
          onClick={() => void test.run()}
          aria-label={`Try it: ${name}`}
        >
          Try it
        </Button>
        <Menu withInitialFocusPlaceholder={false} position="bottom-end" returnFocus>
          <Menu.Target>
            <Button variant="default" size="xs" px={8} aria-label={`More for ${name}`}>
              <Ellipsis size={15} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={connector === null} onClick={() => setAsking('edit')}>
              Edit
            </Menu.Item>
            <Menu.Item disabled={connector === null} onClick={() => setAsking('secrets')}>
              Put in new secrets
            </Menu.Item>
            {!isDefault && <Menu.Item onClick={() => void makeDefault.run()}>Use where a step names none</Menu.Item>}
            <Menu.Divider />
            <Menu.Item c="var(--bad-ink)" onClick={() => setAsking('delete')}>
              Delete
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <Suspense>
        {connector !== null && (asking === 'edit' || asking === 'secrets') && (
          <ConnectionForm
            connectionId={connectionId}
            connection={connection}
            connector={connector}
            about={asking}
            onClose={close}
          />
        )}
      </Suspense>
      {asking === 'delete' && <DeleteQuestion connectionId={connectionId} name={name} onClose={close} />}
    </li>
  );
}

interface DeleteQuestionProps {
  readonly connectionId: string;
  readonly name: string;
  onClose(): void;
}

/** Asks once, and again where playbooks speak through it. */
function DeleteQuestion({ connectionId, name, onClose }: DeleteQuestionProps) {
  const { api } = useSession();
  const [users, setUsers] = useState<ApiError['errors']>([]);
  const remove = useCommand(
    useCallback(
      async (force: boolean) => {
        await deleteConnection(api, connectionId, force);
        toastDone('It is deleted, and so are its secrets');
        onClose();
      },
      [api, connectionId, onClose],
    ),
    'It was not deleted',
    (error) => {
      if (!(error instanceof ApiError) || error.code !== 'in_use') return false;
      setUsers(error.errors);
      return true;
    },
  );
  return (
    <Confirm
      opened
      title={`Delete “${name}”?`}
      confirm={users.length === 0 ? 'Delete' : 'Delete anyway'}
      busy={remove.busy}
      onConfirm={() => void remove.run(users.length > 0)}
      onClose={onClose}
    >
      {users.length === 0 ? (
        'Its secrets are destroyed with it. Steps that speak through it fail until it is connected again.'
      ) : (
        <>
          These playbooks need it, and their steps would fail:{' '}
          {users.map(({ path, message }, index) => (
            <Fragment key={path}>
              {index > 0 && ', '}
              <TextLink to="/playbooks/$playbookId" params={{ playbookId: path }}>
                {message}
              </TextLink>
            </Fragment>
          ))}
        </>
      )}
    </Confirm>
  );
}
