import { Button, Stack, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Note } from '../../../components/ui/status-pill.tsx';
import { type Api, messageOf } from '../../../lib/api.ts';
import { acceptInvitation } from '../api/join.ts';
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

/** Accepts an invitation to a team, when the person says so. */
export function Join({ api, token, email, onJoined, onLater, onSignOut }: JoinProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
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
      title="Join the team"
      lead="You were invited to work on a business’s playbooks."
      foot={<SignedInAs email={email} onSignOut={onSignOut} />}
    >
      <Stack>
        {problem !== null && (
          <Note tone="bad" icon={TriangleAlert} role="alert">
            <Text size="sm">{problem}</Text>
          </Note>
        )}
        <Button size="md" loading={busy} onClick={join}>
          Join
        </Button>
        <Button variant="default" onClick={onLater}>
          Not now
        </Button>
      </Stack>
    </Welcome>
  );
}
