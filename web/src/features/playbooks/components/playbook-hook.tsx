import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { Ban, KeyRound } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { TextLink } from '../../../components/ui/links.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import { Verbatim } from '../../../components/ui/verbatim.tsx';
import { useSession } from '../../../lib/session.ts';
import { hookStatus } from '../../../lib/status.ts';
import { ago, useNow } from '../../../lib/time.ts';
import { type HookEntry, useHook } from '../api/hooks.ts';
import { HookTestForm } from './hook-test-form.tsx';
import classes from './playbooks.module.css';

const HookSecret = lazy(() => import('./hook-secret.tsx'));

const MINUTE_MS = 60_000;

interface HookProps {
  readonly playbookId: string;
  readonly triggerId: string;
  /** Another one is a reason to look again. */
  readonly version: string;
}

/** The address of a webhook: where deliveries go, what they are signed with, and what came there last. */
export function PlaybookHook(props: HookProps) {
  const { mayEdit } = useSession();
  if (mayEdit) return <Hook {...props} />;
  return (
    <Text size="sm" c="dimmed">
      Editors and up see its address.
    </Text>
  );
}

function Hook({ playbookId, triggerId, version }: HookProps) {
  const now = useNow(MINUTE_MS);
  const [changes, setChanges] = useState(0);
  // What is refused leaves no event: it is looked for once in a while.
  const live = useHook({ playbookId, triggerId }, `${version}|${changes}|${Math.floor(now.getTime() / MINUTE_MS)}`);
  return (
    <LiveView live={live} loading={<Skeleton height={120} mt="sm" radius="md" />}>
      {(hook) =>
        hook === null ? (
          <Text size="sm" c="dimmed" role="status">
            Its address is being made…
          </Text>
        ) : (
          <Address playbookId={playbookId} hook={hook} now={now} onChanged={() => setChanges((count) => count + 1)} />
        )
      }
    </LiveView>
  );
}

interface AddressProps {
  readonly playbookId: string;
  readonly hook: HookEntry;
  readonly now: Date;
  onChanged(): void;
}

function Address({ playbookId, hook, now, onChanged }: AddressProps) {
  const { triggerId, url, status, secretSetAt, lastRefusal } = hook;
  const [isSetting, setIsSetting] = useState(false);
  const isReady = status === 'ready';
  return (
    <Stack gap="sm" className={classes.hook}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text size="sm" fw={560}>
            Its address
          </Text>
          <StatusPill look={hookStatus[status]} />
        </Group>
        <CopyButton text={url} label="Copy the address" size="xs" />
      </Group>
      <Verbatim>{url}</Verbatim>
      {!isReady && (
        <Text size="sm">Nothing is taken there until it has a secret: whoever sends has to show that he knows it.</Text>
      )}
      <Group gap="xs">
        <Button
          variant={isReady ? 'default' : 'filled'}
          size="xs"
          leftSection={<KeyRound size={14} aria-hidden />}
          onClick={() => setIsSetting(true)}
        >
          {isReady ? 'Replace the secret…' : 'Set the secret…'}
        </Button>
      </Group>
      {isReady && <HookTestForm playbookId={playbookId} triggerId={triggerId} onTested={onChanged} />}
      <Deliveries hook={hook} now={now} />
      {lastRefusal !== null && (
        <Note tone="warn" icon={Ban}>
          <Text size="sm">
            Last refused {ago(lastRefusal.at, now)}: {lastRefusal.reason}
          </Text>
        </Note>
      )}
      {secretSetAt !== null && (
        <Text size="sm" c="dimmed">
          Its secret was set {ago(secretSetAt, now)}. It is kept in Secret Manager and shown to nobody.
        </Text>
      )}
      <Suspense>
        {isSetting && (
          <HookSecret playbookId={playbookId} hook={hook} onSet={onChanged} onClose={() => setIsSetting(false)} />
        )}
      </Suspense>
    </Stack>
  );
}

function Deliveries({ hook: { lastDelivery }, now }: Pick<AddressProps, 'hook' | 'now'>) {
  if (lastDelivery === null) {
    return (
      <Text size="sm" c="dimmed">
        Nothing was delivered yet.
      </Text>
    );
  }
  const { eventId, at, started, isTest } = lastDelivery;
  return (
    <Text size="sm">
      <TextLink to="/events/$eventId" params={{ eventId }}>
        Last delivery
      </TextLink>{' '}
      {ago(at, now)}
      {isTest && ', a test'}
      {started === 0 ? '; it has started nothing' : '; it started an execution'}.
    </Text>
  );
}
