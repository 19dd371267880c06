import { Button, Text } from '@mantine/core';
import { SignedInAs } from './signed-in-as.tsx';
import { Welcome } from './welcome.tsx';

interface UninvitedProps {
  readonly email: string;
  onRetry(): Promise<void>;
  onSignOut(): void;
}

/** For someone who belongs to no team, where no other business can be made. */
export function Uninvited({ email, onRetry, onSignOut }: UninvitedProps) {
  return (
    <Welcome
      title="You need an invitation"
      lead="This installation serves one team, and you are not in it yet."
      foot={<SignedInAs email={email} onSignOut={onSignOut} />}
    >
      <Text mb="lg">
        Ask an admin of the team to invite {email} (Settings, Team), then open the link in the mail that you get.
      </Text>
      <Button size="md" variant="default" fullWidth onClick={() => void onRetry()}>
        Look again
      </Button>
    </Welcome>
  );
}
