import { Text } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { FlaskConical, Pause, Plug, TriangleAlert } from 'lucide-react';
import { Fragment } from 'react';
import { StoredLink, TextLink } from '../../../components/ui/links.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { nameOf, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { armingState } from '../../../lib/status.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import { sentence } from '../../../lib/words.ts';
import { heldWords, useHeld } from '../api/use-held.ts';
import type { WholePlaybook } from '../api/use-whole-playbook.ts';
import classes from './playbooks.module.css';

interface NotesProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
  /** What is not connected, as far as that is known. */
  readonly missing: WholePlaybook['missingConnections'];
  /** What may not be meant so. */
  readonly warnings: WholePlaybook['warnings'];
}

/** Why it does not act as it would: a pause, dry runs, and what could not be armed. */
export function PlaybookNotes({ playbookId, playbook, missing, warnings }: NotesProps) {
  const { mayEdit } = useSession();
  const { status, arming, dryRun } = playbook;
  const problems = arming?.problems ?? [];
  const look = arming === null ? null : armingState[arming.state];
  return (
    <div className={classes.notes}>
      {status === 'paused' && <PausedNote playbookId={playbookId} playbook={playbook} />}
      {dryRun && (
        <Note tone="info" icon={FlaskConical}>
          <Text size="sm">
            This playbook only does dry runs: it reads for real, and every effect is noted instead of happening.
          </Text>
        </Note>
      )}
      {look !== null && problems.length > 0 && (
        <Note tone={look.tone === 'good' ? 'warn' : look.tone} icon={TriangleAlert} role="alert">
          <Text size="sm" fw={620}>
            {arming?.state === 'invalid' ? 'It cannot start until this is put right' : 'Not everything is armed'}
          </Text>
          <ul style={{ margin: '4px 0 0', paddingLeft: 18, fontSize: 14 }}>
            {problems.map(({ path, message }) => (
              <li key={`${path}|${message}`}>
                {path !== '' && <code>{path}</code>} {message}
              </li>
            ))}
          </ul>
          {mayEdit && (
            <Text size="sm" mt={6}>
              <TextLink to="/playbooks/$playbookId/edit" params={{ playbookId }}>
                Put it right in the editor
              </TextLink>
            </Text>
          )}
        </Note>
      )}
      {warnings.map(({ path, message }) => (
        <Note key={`${path}|${message}`} tone="warn" icon={TriangleAlert}>
          <Text size="sm">{sentence(message)}</Text>
        </Note>
      ))}
      {missing.length > 0 && <MissingNote missing={missing} />}
      {status === 'active' && arming === null && (
        <Note tone="info" icon={TriangleAlert} role="status">
          <Text size="sm">The server is arming it…</Text>
        </Note>
      )}
    </div>
  );
}

/** What it speaks through and the business has not connected. */
function MissingNote({ missing }: Pick<NotesProps, 'missing'>) {
  return (
    <Note tone="warn" icon={Plug} role="status">
      <Text size="sm">
        <b>Not connected yet.</b> Steps of this playbook fail until it is:{' '}
        {missing.map(({ connector, title, connection, href }, index) => (
          <Fragment key={`${connector}|${connection}`}>
            {index > 0 && ', '}
            <StoredLink href={href}>
              {title}
              {connection !== null && connection !== connector && ` (${connection})`}
            </StoredLink>
          </Fragment>
        ))}
      </Text>
    </Note>
  );
}

/** By whom it is paused, since when, and what is held meanwhile. */
function PausedNote({ playbookId, playbook: { pause } }: Omit<NotesProps, 'missing' | 'warnings'>) {
  const { uid, tenant } = useSession();
  const now = useNow();
  const people = usePeople(pause !== null && pause.by !== uid);
  // Counted anew once in a while, not at every look.
  const held = useHeld(playbookId, String(Math.floor(now.getTime() / 300_000)));
  return (
    <Note tone="warn" icon={Pause} role="status">
      <Text size="sm">
        <b>It is paused</b>
        {pause !== null &&
          ` by ${nameOf(pause.by, people, uid)}, ${relative(pause.since, now)} (${dateTime(pause.since, tenant.timezone, now)})`}
        . It does not start by itself; “Run now” still works.{held === null ? '' : ` ${heldWords(held)}`}
      </Text>
    </Note>
  );
}
