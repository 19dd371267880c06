import { Anchor, Button, PasswordInput, Stack, Text } from '@mantine/core';
import type { User } from 'firebase/auth';
import { TriangleAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import type { ClientConfig } from '../../../lib/config.ts';
import { signInProblem } from '../api/sign-in.ts';
import { isGoogleUser, signInAgainWithGoogle, signInAgainWithPassword } from '../api/sign-in-again.ts';

interface SignInAgainProps {
  readonly user: User;
  readonly demoUser: ClientConfig['demoUser'];
  /** True once it is done; false when the person would not. */
  onEnd(isDone: boolean): void;
  onSignOut(): void;
}

/** Asks who is there, before what is risky or cannot be taken back. */
export default function SignInAgain({ user, demoUser, onEnd, onSignOut }: SignInAgainProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function attempt(act: () => Promise<void>) {
    setBusy(true);
    setProblem(null);
    try {
      await act();
      onEnd(true);
    } catch (error) {
      setProblem(signInProblem(error));
      setBusy(false);
    }
  }
  const isDemo = demoUser !== null && demoUser.email === user.email;
  return (
    <Dialog onClose={() => onEnd(false)} title="Sign in again">
      <Stack>
        <Text size="sm">
          This cannot be taken back, or is risky, so it needs a sign-in within the last 15 minutes. Then it goes on by
          itself.
        </Text>
        {problem !== null && (
          <Note tone="bad" icon={TriangleAlert} role="alert">
            <Text size="sm">{problem}</Text>
          </Note>
        )}
        {isDemo && (
          <Button
            data-autofocus
            loading={busy}
            onClick={() => attempt(() => signInAgainWithPassword(user, demoUser.password))}
          >
            Continue as demo user
          </Button>
        )}
        {isGoogleUser(user) && (
          <Button data-autofocus loading={busy} onClick={() => attempt(() => signInAgainWithGoogle(user))}>
            Continue with Google
          </Button>
        )}
        {!isDemo && !isGoogleUser(user) && (
          <PasswordForm
            email={user.email ?? ''}
            busy={busy}
            onPassword={(password) => attempt(() => signInAgainWithPassword(user, password))}
            onSignOut={onSignOut}
          />
        )}
      </Stack>
    </Dialog>
  );
}

interface PasswordFormProps {
  readonly email: string;
  readonly busy: boolean;
  onPassword(password: string): void;
  onSignOut(): void;
}

function PasswordForm({ email, busy, onPassword, onSignOut }: PasswordFormProps) {
  const [password, setPassword] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    onPassword(password);
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label="Password"
          description={email}
          required
          withAsterisk={false}
          autoComplete="current-password"
          data-autofocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy}>
          Sign in again
        </Button>
        <Text size="sm" c="dimmed">
          You sign in by a link in your mail?{' '}
          <Anchor component="button" type="button" size="sm" onClick={onSignOut}>
            Sign out
          </Anchor>{' '}
          and ask for a new one.
        </Text>
      </Stack>
    </form>
  );
}
