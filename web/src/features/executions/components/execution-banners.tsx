import { Text } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { CircleAlert, CloudDownload, FlaskConical, Globe, Hourglass } from 'lucide-react';
import type { ReactNode } from 'react';
import { StoredLink } from '../../../components/ui/links.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { humanize, isFinished } from '../../../lib/words.ts';
import { waitLink, waitSentence } from './wait-words.ts';

/** What is to be known of an execution before anything else. */
export function ExecutionBanners({ execution, now }: { readonly execution: Execution; readonly now: Date }) {
  const { tenant, mayEdit } = useSession();
  const { mode, status, wait, failing, replayOf, parent, taint, isShare, isForeign } = execution;
  const isRehearsed = isShare && !parent?.items;
  // What is asked stands right below, with until when, for who may answer.
  const isAsked = wait?.kind === 'approval' && mayEdit;
  const link = wait === null || wait.kind === 'approval' ? null : waitLink(wait);
  return (
    <>
      {mode === 'dry_run' && (
        <Note tone="info" icon={FlaskConical}>
          <Text size="sm">
            <b>Dry run.</b> It reads for real; nothing is sent, written or changed. Each step says what it would have
            done.
          </Text>
        </Note>
      )}
      {isForeign && (
        <Note tone="info" icon={CloudDownload}>
          <Text size="sm">
            <b>Made elsewhere.</b> It was only told of: there are no steps to look at, and nothing to go on with.
          </Text>
        </Note>
      )}
      {status === 'waiting' && wait !== null && !isAsked && (
        <Note tone="warn" icon={Hourglass} role="status">
          <Text size="sm">
            {waitSentence(wait, tenant.timezone, now)}.{' '}
            {link !== null && <StoredLink href={link.href}>{link.label}</StoredLink>}
          </Text>
        </Note>
      )}
      {taint.length > 0 && (
        <Note tone="neutral" icon={Globe}>
          <Text size="sm">
            <b>It contains text that strangers wrote</b> ({taint.map(taintWords).join(', ')}). Where such text would
            choose whom it reaches, a person is asked first.
          </Text>
        </Note>
      )}
      {failing !== null && !isFinished(execution) && (
        <Note tone="bad" icon={CircleAlert} role="status">
          <Text size="sm">It has failed ({failing.message}); what the playbook does in that case is under way.</Text>
        </Note>
      )}
      {isRehearsed && (
        <Text size="sm" c="dimmed">
          A simulation rehearsed it; it stands in no list.
        </Text>
      )}
      {replayOf !== null && !isRehearsed && <Kin to={replayOf}>It repeats an earlier execution.</Kin>}
      {parent !== null && (
        <Kin to={parent.executionId}>
          {parent.items === null
            ? 'Another execution started it.'
            : `It does the items ${itemsOf(parent.items)} of a loop.`}
        </Kin>
      )}
    </>
  );
}

/** Where such text came in. */
function taintWords(source: string): string {
  if (source === 'event') return 'from the event that started it';
  return source === 'inputs' ? 'from its inputs' : `from the step “${humanize(source)}”`;
}

/** `1 to 100`, as people count. */
function itemsOf({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${from + 1} to ${to}`;
}

/** An execution that this one has to do with. */
function Kin({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children} <StoredLink href={`/executions/${to}`}>Open it</StoredLink>
    </Text>
  );
}
