import { isAtLeast } from '@model/tenant.ts';
import { RouterProvider } from '@tanstack/react-router';
import type { User } from 'firebase/auth';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SeenMe } from '../features/auth/api/get-me.ts';
import { createApi } from '../lib/api.ts';
import { chosenTenant, rememberTenant } from '../lib/chosen-tenant.ts';
import type { Firebase } from '../lib/firebase-app.ts';
import { leave } from '../lib/leave.ts';
import { prepareFirestore } from '../lib/load-firestore.ts';
import { type Session, SessionContext } from '../lib/session.ts';
import { router } from './router.tsx';

const KEEP_AFTER_MS = 3_000;

const SignInAgain = lazy(() => import('../features/auth/components/sign-in-again.tsx'));

interface SignedInProps {
  readonly firebase: Firebase;
  readonly user: User;
  readonly me: SeenMe;
  reload(): Promise<void>;
}

/** The app of someone who is signed in and belongs to a tenant. */
export default function SignedIn(props: SignedInProps) {
  const proof = useProof();
  const session = useSessionOf(props, proof.ask);
  useEffect(keepAppWhenIdle, []);
  if (session === null) return null;
  return (
    <SessionContext value={session}>
      <RouterProvider key={session.orgId} router={router} />
      <Suspense>
        {proof.isAsked && (
          <SignInAgain
            user={props.user}
            demoUser={session.config.demoUser}
            onEnd={proof.end}
            onSignOut={session.signOut}
          />
        )}
      </Suspense>
    </SessionContext>
  );
}

/** After the first page, whose requests come first. While the app is being written there is nothing to keep. */
function keepAppWhenIdle() {
  if (import.meta.env.DEV) return;
  const timer = setTimeout(() => {
    // Where it cannot be kept, it is used with a connection only.
    void import('./updates.tsx').then(({ keepApp }) => keepApp()).catch(() => undefined);
  }, KEEP_AFTER_MS);
  return () => clearTimeout(timer);
}

/** The question who is there; it is asked once, however many commands wait for the answer. */
function useProof() {
  const [isAsked, setIsAsked] = useState(false);
  const waiting = useRef<((isDone: boolean) => void)[]>([]);
  const ask = useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        waiting.current.push(resolve);
        setIsAsked(true);
      }),
    [],
  );
  const end = useCallback((isDone: boolean) => {
    setIsAsked(false);
    for (const resolve of waiting.current.splice(0)) resolve(isDone);
  }, []);
  return { isAsked, ask, end };
}

function useSessionOf(
  { firebase: { app, auth, config }, user, me, reload }: SignedInProps,
  signInAgain: () => Promise<boolean>,
): Session | null {
  prepareFirestore(app, user.uid, config.emulators?.firestore ?? null);
  const [chosen, setChosen] = useState(chosenTenant);
  const tenant = me.tenants.find(({ orgId }) => orgId === chosen) ?? me.tenants[0];
  const orgId = tenant?.orgId ?? null;
  // What was asked of it stays known while the settings of the tenant change.
  const api = useMemo(() => createApi(() => user.getIdToken(), orgId), [user, orgId]);
  return useMemo(() => {
    if (tenant === undefined) return null;
    const email = me.user.email ?? '';
    return {
      uid: user.uid,
      email,
      name: me.user.name ?? (email || 'You'),
      tenant,
      tenants: me.tenants,
      orgId: tenant.orgId,
      api,
      config,
      isRemembered: me.isKept,
      mayEdit: isAtLeast(tenant.role, 'editor'),
      may: (role) => isAtLeast(tenant.role, role),
      chooseTenant(next) {
        rememberTenant(next);
        setChosen(next);
        // What is open belongs to the other tenant.
        void router.navigate({ to: '/' });
      },
      reload,
      signInAgain,
      signOut: () => leave(auth),
    };
  }, [api, auth, config, me, reload, signInAgain, tenant, user]);
}
