import '@mantine/notifications/styles.layer.css';
import { Notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import type { User } from 'firebase/auth';
import { useMemo, useState } from 'react';
import type { Me } from '../features/auth/api/get-me.ts';
import { createApi } from '../lib/api.ts';
import type { Firebase } from '../lib/firebase-app.ts';
import { prepareFirestore } from '../lib/load-firestore.ts';
import { type Session, SessionContext } from '../lib/session.ts';
import { router } from './router.tsx';

const ORG_KEY = 'playbooks.orgId';

interface SignedInProps {
  readonly firebase: Firebase;
  readonly user: User;
  readonly me: Me;
}

/** The app of someone who is signed in and belongs to a tenant. */
export default function SignedIn({ firebase, user, me }: SignedInProps) {
  const session = useSessionOf(firebase, user, me);
  if (session === null) return null;
  return (
    <SessionContext value={session}>
      <Notifications position="top-right" limit={4} />
      <RouterProvider key={session.orgId} router={router} />
    </SessionContext>
  );
}

function useSessionOf({ app, auth, config }: Firebase, user: User, me: Me): Session | null {
  prepareFirestore(app, config.emulators?.firestore ?? null);
  const [chosen, setChosen] = useState(() => localStorage.getItem(ORG_KEY));
  const tenant = me.tenants.find(({ orgId }) => orgId === chosen) ?? me.tenants[0];
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
      api: createApi(() => user.getIdToken(), tenant.orgId),
      config,
      mayEdit: tenant.role !== 'viewer',
      chooseTenant(orgId) {
        localStorage.setItem(ORG_KEY, orgId);
        setChosen(orgId);
        // What is open belongs to the other tenant.
        void router.navigate({ to: '/' });
      },
      signOut: () => auth.signOut(),
    };
  }, [auth, config, me, tenant, user]);
}
