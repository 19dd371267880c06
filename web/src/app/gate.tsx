import { onAuthStateChanged, type User } from 'firebase/auth';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ErrorState } from '../components/ui/states.tsx';
import { getMe, keptMe, type SeenMe } from '../features/auth/api/get-me.ts';
import { invitationToken, pageAfterSignIn } from '../features/auth/api/join.ts';
import { SignIn } from '../features/auth/components/sign-in.tsx';
import { Welcome } from '../features/auth/components/welcome.tsx';
import { createApi, messageOf } from '../lib/api.ts';
import { rememberTenant } from '../lib/chosen-tenant.ts';
import { loadConfig } from '../lib/config.ts';
import { type Firebase, startFirebase } from '../lib/firebase-app.ts';
import { leave } from '../lib/leave.ts';

// The app behind the sign-in, and Firestore with it, is loaded only once someone is signed in.
const SignedIn = lazy(() => import('./signed-in.tsx'));
const Join = lazy(async () => ({ default: (await import('../features/auth/components/join.tsx')).Join }));
const NoTenant = lazy(async () => ({ default: (await import('../features/auth/components/no-tenant.tsx')).NoTenant }));
const Uninvited = lazy(async () => ({
  default: (await import('../features/auth/components/uninvited.tsx')).Uninvited,
}));

/** `undefined`: not known yet. */
type Maybe<T> = T | undefined;

/** Decides what there is to see: the sign-in, the first business, or the app. */
export function Gate() {
  const { value: firebase, problem, retry } = useStart();
  if (problem !== null) return <Unreachable message={problem} retry={retry} />;
  if (firebase === undefined) return <Waiting />;
  return <UserGate firebase={firebase} />;
}

function useStart() {
  const [firebase, setFirebase] = useState<Maybe<Firebase>>();
  const [problem, setProblem] = useState<string | null>(null);
  const start = useCallback(async () => {
    setProblem(null);
    try {
      setFirebase(startFirebase(await loadConfig()));
    } catch {
      setProblem('Playbooks cannot reach its server. Check your connection and try again.');
    }
  }, []);
  useEffect(() => {
    void start();
  }, [start]);
  return { value: firebase, problem, retry: start };
}

function UserGate({ firebase }: { readonly firebase: Firebase }) {
  const [user, setUser] = useState<Maybe<User | null>>();
  const before = useRef<User | null>(null);
  useEffect(
    () =>
      onAuthStateChanged(firebase.auth, (now) => {
        // Somebody left or changed in another tab: nothing of the one before stays in the memory of this one.
        if (before.current !== null && before.current.uid !== now?.uid) return window.location.reload();
        before.current = now;
        setUser(now);
      }),
    [firebase],
  );
  if (user === undefined) return <Waiting />;
  if (user === null) return <SignIn auth={firebase.auth} config={firebase.config} />;
  return <TenantGate key={user.uid} firebase={firebase} user={user} />;
}

function TenantGate({ firebase, user }: { readonly firebase: Firebase; readonly user: User }) {
  const api = useMemo(() => createApi(() => user.getIdToken(), null), [user]);
  // What the device remembers is shown at once; the server's answer follows, and the rules hold in any case.
  const [me, setMe] = useState<Maybe<SeenMe>>(() => keptMe(user.uid) ?? undefined);
  const [invitation, setInvitation] = useState(invitationToken);
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(async () => {
    setProblem(null);
    try {
      const now = await getMe(api, user.uid);
      // The same again is no news: all that is shown hangs on it.
      setMe((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now));
    } catch (error) {
      setProblem(messageOf(error));
    }
  }, [api, user]);
  useEffect(() => {
    void load();
  }, [load]);
  const isKept = me?.isKept ?? false;
  useEffect(() => {
    if (!isKept) return;
    // What the device remembered is asked anew as soon as it can be.
    const again = () => void load();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [isKept, load]);
  const signOut = useCallback(() => leave(firebase.auth, pageAfterSignIn()), [firebase]);
  const leaveInvitation = useCallback(() => {
    window.history.replaceState(null, '', '/');
    setInvitation(null);
  }, []);
  const join = useCallback(
    (orgId: string) => {
      rememberTenant(orgId);
      setMe(undefined);
      leaveInvitation();
      void load();
    },
    [leaveInvitation, load],
  );
  if (problem !== null) return <Unreachable message={problem} retry={load} />;
  if (me === undefined) return <Waiting />;
  return (
    <Suspense fallback={<Waiting />}>
      {invitation !== null ? (
        <Join
          api={api}
          token={invitation}
          email={me.user.email ?? ''}
          onJoined={join}
          onLater={leaveInvitation}
          onSignOut={signOut}
        />
      ) : me.tenants.length === 0 && !me.mayMakeTenant ? (
        <Uninvited email={me.user.email ?? ''} onRetry={load} onSignOut={signOut} />
      ) : me.tenants.length === 0 ? (
        <NoTenant api={api} email={me.user.email ?? ''} onCreated={load} onSignOut={signOut} />
      ) : (
        <SignedIn firebase={firebase} user={user} me={me} reload={load} />
      )}
    </Suspense>
  );
}

/** As index.html looks until this script is there. */
function Waiting() {
  return (
    <div className="splash" role="status" aria-label="Loading">
      <img src="/favicon.svg" width="44" height="44" alt="" />
      <p>Say it once, it runs itself.</p>
    </div>
  );
}

function Unreachable({ message, retry }: { readonly message: string; retry(): Promise<void> }) {
  return (
    <Welcome title="Not connected" lead="Nothing is lost: your playbooks run on the server.">
      <ErrorState message={message} retry={() => void retry()} />
    </Welcome>
  );
}
