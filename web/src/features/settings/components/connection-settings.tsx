import { Button, Card, Group, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Plug, Plus } from 'lucide-react';
import { lazy, Suspense, useCallback } from 'react';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { needsRole } from '../../../lib/roles.ts';
import { useSession } from '../../../lib/session.ts';
import { useConnections, useConnectors } from '../api/connections.ts';
import { ConnectionRow } from './connection-row.tsx';
import classes from './settings.module.css';

const ConnectForm = lazy(() => import('./connect-form.tsx'));
const route = getRouteApi('/settings/connections');

/** The vendors that steps of the business may speak to. */
export default function ConnectionSettings() {
  const { may, tenant } = useSession();
  return may('admin') ? <Connections /> : <Text c="dimmed">{needsRole(tenant.role, 'admin')}</Text>;
}

function Connections() {
  const { connector } = route.useSearch();
  const navigate = useNavigate();
  const show = useCallback(
    (id: string | undefined) =>
      void navigate({ to: '/settings/connections', search: { connector: id }, replace: true }),
    [navigate],
  );
  const live = useConnections();
  const connectors = useConnectors();
  const connect = (
    <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => show('new')}>
      Connect
    </Button>
  );
  return (
    <LiveView live={connectors}>
      {(known) => (
        <>
          <LiveView live={live}>
            {(entries) =>
              entries.length === 0 ? (
                <EmptyState icon={Plug} title="Nothing is connected yet" action={connect}>
                  Connect Slack, Google, a mail server or a shop system, and steps can speak to them. Passwords and keys
                  are locked away and shown to nobody.
                </EmptyState>
              ) : (
                <>
                  <Group justify="flex-end" mb="md">
                    {connect}
                  </Group>
                  <Card>
                    <ul className={classes.rows} aria-label="Connections">
                      {entries.map((entry) =>
                        entry.data === null ? (
                          <BrokenDocument key={entry.id} path={entry.path} problem={entry.problem} />
                        ) : (
                          <ConnectionRow
                            key={entry.id}
                            connectionId={entry.id}
                            connection={entry.data}
                            connector={known.find(({ id }) => id === entry.data.connector) ?? null}
                          />
                        ),
                      )}
                    </ul>
                  </Card>
                </>
              )
            }
          </LiveView>
          <Suspense>
            {connector !== undefined && (
              <ConnectForm
                connectors={known}
                chosen={known.find(({ id }) => id === connector) ?? null}
                onChoose={show}
                onClose={() => show(undefined)}
              />
            )}
          </Suspense>
        </>
      )}
    </LiveView>
  );
}
