import { Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import type { Auth } from 'firebase/auth';
import { ArrowRight, MailCheck, TriangleAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Note } from '../../../components/ui/status-pill.tsx';
import type { ClientConfig } from '../../../lib/config.ts';
import { invitationToken } from '../api/join.ts';
import {
  finishLink,
  isOpenedFromLink,
  rememberedEmail,
  sendLink,
  signInAsDemo,
  signInProblem,
  signInWithGoogle,
} from '../api/sign-in.ts';
import { Welcome } from './welcome.tsx';

interface SignInProps {
  readonly auth: Auth;
  readonly config: ClientConfig;
}

type Way = 'demo' | 'google' | 'link';

/** Signing in: one click as the demo user on the emulators; Google or a link by e-mail on a real project. */
export function SignIn({ auth, config }: SignInProps) {
  const [busy, setBusy] = useState<Way | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { demoUser } = config;
  async function attempt(way: Way, act: () => Promise<void>) {
    setBusy(way);
    setProblem(null);
    try {
      await act();
    } catch (error) {
      setProblem(signInProblem(error));
    } finally {
      setBusy(null);
    }
  }
  const note = config.emulators !== null && (
    <Text size="sm" c="dimmed">
      Local project <b>{config.projectId}</b>, on the Firebase emulators
    </Text>
  );
  return (
    <Welcome
      title="Sign in"
      lead={invitationToken() === null ? 'Say it once, it runs itself.' : 'Then you can join the team.'}
      foot={note}
    >
      <Stack>
        {problem !== null && (
          <Note tone="bad" icon={TriangleAlert} role="alert">
            <Text size="sm">{problem}</Text>
          </Note>
        )}
        {demoUser !== null && (
          <Button
            size="md"
            loading={busy === 'demo'}
            rightSection={<ArrowRight size={17} aria-hidden />}
            onClick={() => attempt('demo', () => signInAsDemo(auth, demoUser))}
          >
            Continue as demo user
          </Button>
        )}
        {config.emulators === null && (
          <>
            <Button
              size="md"
              variant="default"
              loading={busy === 'google'}
              onClick={() => attempt('google', () => signInWithGoogle(auth))}
            >
              Continue with Google
            </Button>
            <Divider label="or" />
            <LinkForm auth={auth} busy={busy === 'link'} attempt={(act) => attempt('link', act)} />
          </>
        )}
      </Stack>
    </Welcome>
  );
}

interface LinkFormProps {
  readonly auth: Auth;
  readonly busy: boolean;
  attempt(act: () => Promise<void>): Promise<void>;
}

function LinkForm({ auth, busy, attempt }: LinkFormProps) {
  const [email, setEmail] = useState(rememberedEmail);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const isFinishing = isOpenedFromLink(auth);
  async function submit(event: FormEvent) {
    event.preventDefault();
    await attempt(async () => {
      if (isFinishing) return finishLink(auth, email);
      await sendLink(auth, email);
      setSentTo(email);
    });
  }
  if (sentTo !== null) {
    return (
      <Note tone="good" icon={MailCheck} role="status">
        <Text size="sm">
          We sent a link to <b>{sentTo}</b>. Open it on this device to sign in.
        </Text>
      </Note>
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          type="email"
          required
          withAsterisk={false}
          label={isFinishing ? 'Confirm your e-mail address' : 'E-mail address'}
          autoComplete="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={busy}>
          {isFinishing ? 'Sign in' : 'E-mail me a link'}
        </Button>
      </Stack>
    </form>
  );
}
