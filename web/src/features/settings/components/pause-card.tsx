import { Button, Card, Group, Text, Textarea, Title } from '@mantine/core';
import { OctagonPause, Play } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { nameOf, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { pauseTenant, type TenantSettings } from '../api/tenant-settings.ts';

const ResumeTenant = lazy(() => import('./resume-tenant.tsx'));

export interface SettingsCardProps {
  readonly settings: TenantSettings;
  onChanged(): void;
}

/** Stops everything, and lets it go on. */
export function PauseCard({ settings, onChanged }: SettingsCardProps) {
  return (
    <Card>
      <Title order={2}>Pause everything</Title>
      <Only least="admin">
        {settings.pause === null ? (
          <PauseForm settings={settings} onChanged={onChanged} />
        ) : (
          <Paused settings={settings} pause={settings.pause} onChanged={onChanged} />
        )}
      </Only>
    </Card>
  );
}

function PauseForm({ settings: { resumed }, onChanged }: SettingsCardProps) {
  const { api, tenant } = useSession();
  const now = useNow();
  const [reason, setReason] = useState('');
  const pause = useCommand(
    useCallback(async () => {
      await pauseTenant(api, reason);
      toastDone('Everything is paused');
      onChanged();
    }, [api, reason, onChanged]),
    'It was not paused',
  );
  return (
    <>
      <Text size="sm" c="dimmed" mt={4}>
        Nothing starts by itself any more, and what is under way stops between two steps. Nothing is lost: what comes in
        is held until you resume.
        {resumed !== null &&
          ` The last pause was over ${relative(resumed.until, now)} (${dateTime(resumed.until, tenant.timezone, now)}).`}
      </Text>
      <Textarea
        mt="md"
        label="Reason"
        description="Optional; everybody sees it"
        autosize
        minRows={1}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button
        mt="md"
        variant="default"
        leftSection={<OctagonPause size={15} aria-hidden />}
        loading={pause.busy}
        onClick={() => pause.run()}
      >
        Pause everything
      </Button>
    </>
  );
}

interface PausedProps extends SettingsCardProps {
  readonly pause: NonNullable<TenantSettings['pause']>;
}

function Paused({ settings: { held }, pause: { since, by, reason }, onChanged }: PausedProps) {
  const { uid, tenant } = useSession();
  const people = usePeople();
  const now = useNow();
  const [isResuming, setIsResuming] = useState(false);
  return (
    <>
      <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
        Paused by {nameOf(by, people, uid)} on {dateTime(since, tenant.timezone, now)} ({relative(since, now)})
        {reason === null ? '' : `: ${reason}`}
      </Text>
      <Text size="sm" c="dimmed" mt={4}>
        {held.pause === 0 ? 'No execution is' : held.pause === 1 ? 'One execution is' : `${held.pause} executions are`}{' '}
        held.
      </Text>
      <Group mt="md">
        <Button leftSection={<Play size={15} aria-hidden />} onClick={() => setIsResuming(true)}>
          Resume…
        </Button>
      </Group>
      <Suspense>{isResuming && <ResumeTenant onClose={() => setIsResuming(false)} onResumed={onChanged} />}</Suspense>
    </>
  );
}
