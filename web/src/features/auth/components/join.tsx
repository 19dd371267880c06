import { Button, Stack, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Note } from '../../../components/ui/status-pill.tsx';
import { type Api, ApiError, messageOf } from '../../../lib/api.ts';
import { roleWords } from '../../../lib/roles.ts';
import { acceptInvitation, lookAtInvitation } from '../api/join.ts';
import { SignedInAs } from './signed-in-as.tsx';
import { Welcome } from './welcome.tsx';

interface JoinProps {
  readonly api: Api;
  readonly token: string;
  readonly email: string;
  onJoined(orgId: string): void;
  /** The person would rather not, or cannot. */
  onLater(): void;
  onSignOut(): void;
}

type Invitation = Awaited<ReturnType<typeof lookAtInvitation>>;

/** Accepts an invitation to a team, when the person says so. */
export function Join({ api, token, email, onJoined, onLater, onSignOut }: JoinProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [isClosed, setIsClosed] = useState(false);
  useEffect(() => {
    lookAtInvitation(api, token).then(setInvitation, (error: unknown) => {
      setProblem(messageOf(error));
      // What the server refuses to show it refuses to accept; a server that was not reached may accept it yet.
      setIsClosed(error instanceof ApiError && error.status !== 0);
    });
  }, [api, token]);
  async function join() {
    setBusy(true);
    setProblem(null);
    try {
      onJoined((await acceptInvitation(api, token)).orgId);
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  }
  return (
    <Welcome
      title={invitation === null ? 'Join the team' : `Join ${invitation.name}`}
      lead={leadOf(invitation)}
      foot={<SignedInAs email={email} onSignOut={onSignOut} />}
    >
      <Stack>
        {problem !== null && (
          <Note tone="bad" icon={TriangleAlert} role="alert">
            <Text size="sm">{problem}</Text>
          </Note>
        )}
        {invitation !== null && (
          <Text size="sm">
            As <b>{roleWords[invitation.role].name.toLowerCase()}</b>: {uncapitalized(roleWords[invitation.role].may)}.
          </Text>
        )}
        {!isClosed && (
          <Button size="md" loading={busy || (invitation === null && problem === null)} onClick={join}>
            Join
          </Button>
        )}
        <Button variant="default" onClick={onLater}>
          {isClosed ? 'Go on without it' : 'Not now'}
        </Button>
      </Stack>
    </Welcome>
  );
}

function leadOf(invitation: Invitation | null): string {
  if (invitation === null) return 'You were invited to work on a business’s playbooks.';
  return `${invitation.invitedBy ?? 'Somebody of the team'} invites you to work on its playbooks.`;
}

function uncapitalized(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
