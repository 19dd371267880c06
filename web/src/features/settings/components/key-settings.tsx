import { Button, Card, Group, Text } from '@mantine/core';
import { KeyRound, Plus } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { needsRole } from '../../../lib/roles.ts';
import { useSession } from '../../../lib/session.ts';
import { type NewKey, useApiKeys } from '../api/api-keys.ts';
import { Heading } from './heading.tsx';
import { KeyRow } from './key-row.tsx';
import classes from './settings.module.css';
import { ShownKey } from './shown-key.tsx';

const KeyForm = lazy(() => import('./key-form.tsx'));

/** The keys by which programs act for the business. */
export default function KeySettings() {
  const { may, tenant } = useSession();
  return may('admin') ? <Keys /> : <Text c="dimmed">{needsRole(tenant.role, 'admin')}</Text>;
}

function Keys() {
  const [changes, setChanges] = useState(0);
  const [isMaking, setIsMaking] = useState(false);
  const [shown, setShown] = useState<NewKey | null>(null);
  const onChanged = useCallback(() => setChanges((count) => count + 1), []);
  const onKey = useCallback(
    (key: NewKey) => {
      setShown(key);
      setIsMaking(false);
      onChanged();
    },
    [onChanged],
  );
  const make = (
    <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => setIsMaking(true)}>
      New key
    </Button>
  );
  return (
    <>
      {shown !== null && <ShownKey shown={shown} onClose={() => setShown(null)} />}
      <LiveView live={useApiKeys(changes)}>
        {(keys) => {
          const valid = keys.filter(({ revokedAt }) => revokedAt === null);
          const revoked = keys.filter(({ revokedAt }) => revokedAt !== null);
          if (keys.length === 0) {
            return (
              <EmptyState icon={KeyRound} title="No API keys yet" action={make}>
                A key lets a program of yours, or an agent, do what you allow it to, and nothing else.
              </EmptyState>
            );
          }
          return (
            <>
              <Group justify="flex-end" mb="md">
                {make}
              </Group>
              {valid.length > 0 && <KeyList keys={valid} label="Keys" onChanged={onChanged} onKey={onKey} />}
              {revoked.length > 0 && (
                <>
                  <Heading title="Revoked" />
                  <KeyList keys={revoked} label="Revoked keys" onChanged={onChanged} onKey={onKey} />
                </>
              )}
            </>
          );
        }}
      </LiveView>
      <Suspense>{isMaking && <KeyForm onKey={onKey} onClose={() => setIsMaking(false)} />}</Suspense>
    </>
  );
}

interface KeyListProps {
  readonly keys: readonly Parameters<typeof KeyRow>[0]['entry'][];
  readonly label: string;
  onChanged(): void;
  onKey(key: NewKey): void;
}

function KeyList({ keys, label, onChanged, onKey }: KeyListProps) {
  return (
    <Card>
      <ul className={classes.rows} aria-label={label}>
        {keys.map((entry) => (
          <KeyRow key={entry.keyId} entry={entry} onChanged={onChanged} onKey={onKey} />
        ))}
      </ul>
    </Card>
  );
}
