import { Button, Text } from '@mantine/core';
import { CloudOff, RotateCw, WifiOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Note } from '../../components/ui/status-pill.tsx';
import type { Connection, ConnectionState as State } from '../../lib/connection.ts';
import { useSession } from '../../lib/session.ts';
import { dateTime, useNow } from '../../lib/time.ts';
import classes from './layout.module.css';

const words: Record<State, string> = {
  online: 'Live',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  offline: 'Offline',
  error: 'Not connected',
};

/** Whether what is shown is up to date, always in sight, and said when it changes. */
export function ConnectionState({ state }: { readonly state: State }) {
  return (
    <div className={classes.connection} role="status" aria-live="polite">
      <span className={classes.dot} data-state={state} aria-hidden />
      <span>{words[state]}</span>
    </div>
  );
}

/** Above every page: that what it shows is not up to date, and what to do about it. */
export function ConnectionNote({ connection }: { readonly connection: Connection }) {
  useWelcomeBack(connection.state);
  const { tenant } = useSession();
  const now = useNow();
  const { state, asOf, problem } = connection;
  if (state !== 'offline' && state !== 'error') return null;
  const shown = asOf === null ? '' : ` What you see is as of ${dateTime(asOf, tenant.timezone, now)}.`;
  return (
    <section className={classes.notice} aria-label="Connection">
      {state === 'offline' ? (
        <Note tone="warn" icon={WifiOff}>
          <Text size="sm">
            <b>You are offline.</b>
            {shown} Your playbooks run on; changes can be made once you are connected again.
          </Text>
        </Note>
      ) : (
        <Note tone="bad" icon={CloudOff}>
          <Text size="sm">
            <b>Not connected.</b> {problem}
            {shown}
          </Text>
          <Button
            variant="default"
            size="xs"
            mt={8}
            leftSection={<RotateCw size={13} aria-hidden />}
            onClick={() => window.location.reload()}
          >
            Reload
          </Button>
        </Note>
      )}
    </section>
  );
}

/** Says once that an interruption is over; what was only remembered is asked anew. */
function useWelcomeBack(state: State): void {
  const { isRemembered, reload } = useSession();
  const wasAway = useRef(false);
  useEffect(() => {
    if (isRemembered && state === 'online') void reload();
  }, [isRemembered, reload, state]);
  useEffect(() => {
    if (state === 'offline' || state === 'error') wasAway.current = true;
    if (state !== 'online' || !wasAway.current) return;
    wasAway.current = false;
    // Toasts are no part of the first page.
    void import('../../lib/use-command.ts').then(({ toastDone }) => toastDone('You are connected again'));
  }, [state]);
}
