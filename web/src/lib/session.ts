import type { Role } from '@model/tenant.ts';
import { createContext, useContext } from 'react';
import type { Api } from './api.ts';
import type { ClientConfig } from './config.ts';

export interface Membership {
  readonly orgId: string;
  readonly name: string;
  readonly role: Role;
  readonly timezone: string;
  readonly currency: string;
}

/** Who is signed in, and in which tenant. */
export interface Session {
  readonly uid: string;
  readonly email: string;
  readonly name: string;
  readonly tenant: Membership;
  readonly tenants: readonly Membership[];
  readonly orgId: string;
  readonly api: Api;
  readonly config: ClientConfig;
  /** Whether the server was not reached at the start, and all this is what the device remembers. */
  readonly isRemembered: boolean;
  /** True when the role allows changing things. */
  readonly mayEdit: boolean;
  /** Whether the own role may do what `role` may. */
  may(role: Role): boolean;
  chooseTenant(orgId: string): void;
  /** Reads anew who I am and where I belong. */
  reload(): Promise<void>;
  /** Asks the person to sign in once more; false when they would not. */
  signInAgain(): Promise<boolean>;
  signOut(): Promise<void>;
}

export const SessionContext = createContext<Session | null>(null);

/** The session of the signed-in part of the app; throws outside it. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession is for pages behind the sign-in');
  return session;
}
