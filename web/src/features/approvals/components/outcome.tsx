import { Text } from '@mantine/core';
import type { Approval, Vote } from '@model/approval.ts';
import { yesesOf } from '@model/approvers.ts';
import { nameOf, type Person, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { ago } from '../../../lib/time.ts';

interface OutcomeProps {
  readonly approval: Approval;
  readonly now: Date;
}

/** Who has said what so far, and what came of it. */
export function Outcome({ approval, now }: OutcomeProps) {
  const { uid } = useSession();
  const { votes, decidedBy, requestedBy, editedBy } = approval;
  const isSomebodyNamed = [decidedBy, requestedBy, editedBy].some((id) => id !== null && id !== uid);
  const people = usePeople(isSomebodyNamed || votes.length > 0);
  const lines = [
    requestedBy === null ? null : `Caused by ${nameOf(requestedBy, people, uid)}`,
    editedBy === null ? null : `changed by ${nameOf(editedBy, people, uid)}`,
    votesWords(approval, people, uid),
  ].filter((line) => line !== null);
  const decided = decisionWords(approval, nameOf(decidedBy ?? '', people, uid), now);
  return (
    <>
      {lines.length > 0 && (
        <Text size="sm" c="dimmed" mt={14} style={{ overflowWrap: 'anywhere' }}>
          {lines.join(' · ')}
        </Text>
      )}
      {decided !== null && (
        <Text size="sm" mt={6} style={{ overflowWrap: 'anywhere' }}>
          {decided}
        </Text>
      )}
    </>
  );
}

/** `1 of 2 have said yes: Ada`; null where one yes is enough and none was said. */
function votesWords(approval: Approval, people: readonly Person[] | null, uid: string): string | null {
  const yeses = yesesOf(approval);
  if (approval.needed === 1 && approval.status !== 'approved') return null;
  if (approval.needed === 1 && yeses.length <= 1) return null;
  const names = yeses.map(({ by }) => nameOf(by, people, uid)).join(', ');
  return `${yeses.length} of ${approval.needed} have said yes${names === '' ? '' : `: ${names}`}`;
}

const consequences = { approved: 'it is done again', rejected: 'it counts as done' };

const wayWords: Readonly<Record<Vote['via'], string>> = {
  app: '',
  key: '',
  link: ', by a link,',
  telegram: ', in Telegram,',
  slack: ', in Slack,',
};

function decisionWords(approval: Approval, by: string, now: Date): string | null {
  const { status, decidedAt, decidedBy, reason, kind, votes, answer } = approval;
  if (decidedAt === null || (status !== 'approved' && status !== 'rejected')) return null;
  const meaning = kind === 'unknown_outcome' ? consequences[status] : answer && `“${answer}”`;
  const vote = votes.find((one) => one.by === decidedBy && one.choice === status);
  const who = decidedBy === null ? 'Decided by nobody in time' : `Decided by ${by}${wayWords[vote?.via ?? 'app']}`;
  return [`${who} ${ago(decidedAt, now)}`, meaning, reason].filter((part) => part !== null).join(' · ');
}
