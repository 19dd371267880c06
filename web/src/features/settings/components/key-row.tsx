import { Button, Group, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { nameOf, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { type KeyEntry, type NewKey, revokeKey, rotateKey } from '../api/api-keys.ts';
import { keyStatus, keyStatusOf, scopeWords } from './key-words.ts';
import classes from './settings.module.css';

interface KeyRowProps {
  readonly entry: KeyEntry;
  onChanged(): void;
  onKey(key: NewKey): void;
}

/** One key: what it may, when it was used, and how to end it. */
export function KeyRow({ entry, onChanged, onKey }: KeyRowProps) {
  const { uid, tenant } = useSession();
  const people = usePeople(entry.createdBy !== null);
  const now = useNow();
  const { name, scopes, createdAt, createdBy, lastUsedAt, expireAt, revokedAt, perMinute } = entry;
  const status = keyStatusOf(entry, now);
  const facts = [
    `Made ${relative(createdAt, now)}${createdBy === null ? '' : ` by ${nameOf(createdBy, people, uid)}`}`,
    lastUsedAt === null ? 'never used' : `last used ${relative(lastUsedAt, now)}`,
    revokedAt === null ? null : `revoked ${relative(revokedAt, now)}`,
    revokedAt !== null || expireAt === null
      ? null
      : `${status === 'expired' ? 'ended' : 'ends'} ${dateTime(expireAt, tenant.timezone, now)}`,
    `${perMinute} requests a minute`,
  ].filter((fact) => fact !== null);
  return (
    <li className={classes.row}>
      <div className={classes.main}>
        <Group gap="xs">
          <Text fw={560}>{name}</Text>
          <StatusPill look={keyStatus[status]} />
        </Group>
        <Text size="sm" mt={2}>
          {scopes.map((scope) => scopeWords[scope].label).join(', ') || 'Nothing allowed'}
        </Text>
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
      </div>
      {revokedAt === null && <KeyButtons entry={entry} onChanged={onChanged} onKey={onKey} />}
    </li>
  );
}

type Question = 'rotate' | 'revoke';

function KeyButtons({ entry: { keyId, name }, onChanged, onKey }: KeyRowProps) {
  const { api } = useSession();
  const [asking, setAsking] = useState<Question | null>(null);
  const close = useCallback(() => setAsking(null), []);
  const rotate = useCommand(
    useCallback(async () => {
      onKey(await rotateKey(api, keyId));
      close();
    }, [api, keyId, onKey, close]),
    'The key was not changed',
  );
  const revoke = useCommand(
    useCallback(async () => {
      await revokeKey(api, keyId);
      toastDone('It opens nothing any more');
      close();
      onChanged();
    }, [api, keyId, onChanged, close]),
    'The key was not revoked',
  );
  return (
    <Group gap="xs">
      <Button variant="default" size="xs" onClick={() => setAsking('rotate')} aria-label={`Rotate ${name}`}>
        Rotate
      </Button>
      <Button variant="default" size="xs" onClick={() => setAsking('revoke')} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
      <Confirm
        opened={asking === 'rotate'}
        title={`Rotate “${name}”?`}
        confirm="Rotate key"
        busy={rotate.busy}
        onConfirm={() => void rotate.run()}
        onClose={close}
      >
        You get a new key with the same rights. The old one opens nothing from that moment on.
      </Confirm>
      <Confirm
        opened={asking === 'revoke'}
        title={`Revoke “${name}”?`}
        confirm="Revoke key"
        busy={revoke.busy}
        onConfirm={() => void revoke.run()}
        onClose={close}
      >
        Programs that use it are refused at once, and playbooks that it made do not start by themselves any more. This
        cannot be undone.
      </Confirm>
    </Group>
  );
}
