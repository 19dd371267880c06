import { Button, Card, Center, Group, Text } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { CircleCheck, History } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import type { StatusLook } from '../../../lib/status.ts';
import { ago, dateTime, useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { restoreVersion, useVersions, type Version } from '../api/versions.ts';
import classes from './playbook-page.module.css';
import { StepList } from './playbook-steps.tsx';

const SHOWN = 20;
/** The server gives no more at once; what is older has been forgotten by everybody. */
const MOST = 100;

interface VersionsProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
}

/** What the playbook was, newest first: who changed what, and the way back. */
export function PlaybookVersions({ playbookId, playbook: { updatedAt, status, arming } }: VersionsProps) {
  const { mayEdit } = useSession();
  const [limit, setLimit] = useState(SHOWN);
  const [asked, setAsked] = useState<Version | null>(null);
  const live = useVersions(playbookId, limit, `${updatedAt?.getTime()}|${arming?.versionId}`);
  return (
    <LiveView live={live}>
      {({ items, nextCursor }) => {
        if (items.length === 0) {
          return (
            <EmptyState icon={History} title="No versions yet">
              Each time what it does is changed, the version before is kept here.
            </EmptyState>
          );
        }
        return (
          <Card>
            <ol className={classes.versions}>
              {items.map((version) => (
                <Row
                  key={version.versionId}
                  version={version}
                  onRestore={mayEdit && status !== 'archived' && !version.isLive ? () => setAsked(version) : null}
                />
              ))}
            </ol>
            {nextCursor !== null && limit < MOST && (
              <Center mt="md">
                <Button variant="default" onClick={() => setLimit(Math.min(MOST, limit + 2 * SHOWN))}>
                  Show more
                </Button>
              </Center>
            )}
            {asked !== null && (
              <Restore
                playbookId={playbookId}
                isActive={status === 'active'}
                version={asked}
                seen={items.find(({ isLive }) => isLive)?.versionId ?? null}
                onClose={() => setAsked(null)}
              />
            )}
          </Card>
        );
      }}
    </LiveView>
  );
}

const isLiveNow: StatusLook = { word: 'What it does now', tone: 'good', icon: CircleCheck };

function Row({ version, onRestore }: { readonly version: Version; readonly onRestore: (() => void) | null }) {
  const { tenant } = useSession();
  const now = useNow();
  const { createdAt, createdBy, changes, content, isLive } = version;
  const when = dateTime(createdAt, tenant.timezone, now);
  return (
    <li className={classes.version} data-live={isLive || undefined}>
      <div className={classes.versionHead}>
        <time dateTime={createdAt.toISOString()} title={when}>
          {ago(createdAt, now)}
        </time>
        <Text span size="sm" c="dimmed">
          {createdBy === null ? when : `${when}, by ${createdBy}`}
        </Text>
        {isLive && <StatusPill look={isLiveNow} />}
        {onRestore !== null && (
          <Button variant="default" size="xs" h={32} onClick={onRestore} aria-label={`Restore the version of ${when}`}>
            Restore
          </Button>
        )}
      </div>
      <ul className={classes.changes}>
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      {content !== null && (
        <details className={classes.then}>
          <summary>{isLive ? 'All its steps' : 'What it did then'}</summary>
          <StepList steps={content.steps} />
        </details>
      )}
    </li>
  );
}

interface RestoreProps {
  readonly playbookId: string;
  readonly isActive: boolean;
  readonly version: Version;
  readonly seen: string | null;
  onClose(): void;
}

/** Asks before an earlier version is what the playbook does again. */
function Restore({ playbookId, isActive, version, seen, onClose }: RestoreProps) {
  const { api, tenant } = useSession();
  const now = useNow(null);
  const { versionId, createdAt, fromLive } = version;
  const restore = useCommand(
    useCallback(async () => {
      await restoreVersion(api, playbookId, versionId, seen);
      toastDone('Restored');
      onClose();
    }, [api, playbookId, versionId, seen, onClose]),
    'It was not restored',
  );
  return (
    <Dialog onClose={onClose} title="Restore this version?">
      <Text size="sm">
        The playbook will do what it did at {dateTime(createdAt, tenant.timezone, now)}
        {isActive ? ', from the next start on' : ''}. The version of now stays in this list.
      </Text>
      {fromLive.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="md">
            What that changes
          </Text>
          <ul className={classes.changes}>
            {fromLive.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Leave it
        </Button>
        <Button loading={restore.busy} onClick={() => void restore.run()}>
          Restore it
        </Button>
      </Group>
    </Dialog>
  );
}
