import { Button, Card, Group, Progress, Skeleton, Text } from '@mantine/core';
import { FileSpreadsheet, History, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { StoredLink } from '../../../components/ui/links.tsx';
import { Only } from '../../../components/ui/only.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { needsRole } from '../../../lib/roles.ts';
import { useSession } from '../../../lib/session.ts';
import { useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { beginBackFill, endSheetsLog, keepSheetsLog, type SheetsLogState, useSheetsLog } from '../api/sheets-log.ts';
import { SheetsLogForm } from './sheets-log-form.tsx';
import { backFillShare, backFillWords, sheetHref, standingWords, troubleWords } from './sheets-log-words.ts';

/** While something is on its way it is looked at this often. */
const LOOK_MS = 10_000;

/** The log of executions in Google Sheets. Only who looks after the business sees where it is. */
export function SheetsLogCard() {
  const { may, tenant } = useSession();
  return (
    <Card>
      {may('admin') ? (
        <Standing />
      ) : (
        <Text size="sm" c="dimmed" role="note">
          {needsRole(tenant.role, 'admin')}
        </Text>
      )}
    </Card>
  );
}

function Standing() {
  const [version, setVersion] = useState(0);
  const again = useCallback(() => setVersion((count) => count + 1), []);
  const live = useSheetsLog(String(version));
  const isMoving = live.status === 'ready' && isOnItsWay(live.value);
  useEffect(() => {
    if (!isMoving) return undefined;
    const timer = setInterval(again, LOOK_MS);
    return () => clearInterval(timer);
  }, [isMoving, again]);
  return (
    <LiveView live={live} loading={<Skeleton height={150} radius="md" />}>
      {(log) =>
        log.state === 'off' ? <SheetsLogForm log={log} onChanged={again} /> : <Kept log={log} onChanged={again} />
      }
    </LiveView>
  );
}

function isOnItsWay({ state, waiting, backFill }: SheetsLogState): boolean {
  return state === 'on' && (waiting > 0 || (backFill !== null && backFill.doneAt === null));
}

interface SheetsLogPartProps {
  readonly log: SheetsLogState;
  onChanged(): void;
}

function Kept({ log, onChanged }: SheetsLogPartProps) {
  const { tenant } = useSession();
  const now = useNow();
  const [isEditing, setIsEditing] = useState(false);
  const trouble = troubleWords(log, tenant.timezone, now);
  return (
    <>
      <Text size="sm" role="status">
        {log.state === 'paused' && <strong>Paused. </strong>}
        {standingWords(log, tenant.timezone, now)}
      </Text>
      <Text size="sm" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
        {log.spreadsheetId === null ? (
          `In the tab ${log.tab} of the platform’s own sheet.`
        ) : (
          <>
            In the tab {log.tab} of <StoredLink href={sheetHref(log.spreadsheetId)}>this sheet</StoredLink>.
          </>
        )}
      </Text>
      {trouble !== null && (
        <div style={{ marginTop: 12 }}>
          <Note tone="bad" icon={TriangleAlert} role="alert">
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {trouble}
            </Text>
          </Note>
        </div>
      )}
      <BackFill log={log} />
      {isEditing ? (
        <SheetsLogForm
          log={log}
          onChanged={() => {
            setIsEditing(false);
            onChanged();
          }}
          onCancel={() => setIsEditing(false)}
        />
      ) : (
        <Commands log={log} onChanged={onChanged} onEdit={() => setIsEditing(true)} />
      )}
    </>
  );
}

function BackFill({ log }: Pick<SheetsLogPartProps, 'log'>) {
  const words = backFillWords(log);
  if (words === null) return null;
  const isDone = log.backFill?.doneAt != null;
  return (
    <div style={{ marginTop: 12 }}>
      {!isDone && <Progress value={backFillShare(log)} aria-label="How far the history was looked through" mb={4} />}
      <Text size="sm" c="dimmed" role="status">
        {words}
      </Text>
    </div>
  );
}

function Commands({ log, onChanged, onEdit }: SheetsLogPartProps & { onEdit(): void }) {
  const { api } = useSession();
  const { spreadsheetId, connectionId, state, backFill } = log;
  const isPaused = state === 'paused';
  const [isEnding, setIsEnding] = useState(false);
  const pause = useCommand(
    useCallback(async () => {
      await keepSheetsLog(api, { spreadsheetId, connectionId, isPaused: !isPaused });
      toastDone(isPaused ? 'The log goes on' : 'The log is paused');
      onChanged();
    }, [api, spreadsheetId, connectionId, isPaused, onChanged]),
    'It was not changed',
  );
  const fill = useCommand(
    useCallback(async () => {
      await beginBackFill(api);
      onChanged();
    }, [api, onChanged]),
    'The history was not added',
  );
  const end = useCommand(
    useCallback(async () => {
      await endSheetsLog(api);
      toastDone('The log has ended');
      setIsEnding(false);
      onChanged();
    }, [api, onChanged]),
    'It was not ended',
  );
  const isFilling = backFill !== null && backFill.doneAt === null;
  return (
    <Only least="admin">
      <Group mt="md" gap="xs">
        <Button
          variant="default"
          leftSection={<History size={15} aria-hidden />}
          loading={fill.busy}
          disabled={isFilling || isPaused}
          onClick={() => fill.run()}
        >
          Add the history
        </Button>
        <Button variant="default" loading={pause.busy} onClick={() => pause.run()}>
          {isPaused ? 'Go on' : 'Pause'}
        </Button>
        <Button variant="default" leftSection={<FileSpreadsheet size={15} aria-hidden />} onClick={onEdit}>
          Another sheet…
        </Button>
        <Button variant="subtle" color="red" onClick={() => setIsEnding(true)}>
          End the log…
        </Button>
      </Group>
      <Confirm
        opened={isEnding}
        title="End the log?"
        confirm="End the log"
        busy={end.busy}
        onConfirm={() => end.run()}
        onClose={() => setIsEnding(false)}
      >
        What is in the sheet stays there. Rows that still wait are not written.
      </Confirm>
    </Only>
  );
}
