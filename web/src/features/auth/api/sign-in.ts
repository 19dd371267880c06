import {
  type Auth,
  browserPopupRedirectResolver,
  GoogleAuthProvider,
  isSignInWithEmailLink,
  sendSignInLinkToEmail,
  signInWithEmailAndPassword,
  signInWithEmailLink,
  signInWithPopup,
} from 'firebase/auth';
import { pageAfterSignIn } from './join.ts';

const EMAIL_KEY = 'playbooks.email';

/** Signs in; the app hears of it from `onAuthStateChanged`. */
export async function signInAsDemo(auth: Auth, { email, password }: { email: string; password: string }) {
  await signInWithEmailAndPassword(auth, email, password);
}

export async function signInWithGoogle(auth: Auth) {
  await signInWithPopup(auth, new GoogleAuthProvider(), browserPopupRedirectResolver);
}

/** Sends a link that signs in, to be opened on this device. */
export async function sendLink(auth: Auth, email: string) {
  await sendSignInLinkToEmail(auth, email, {
    url: `${window.location.origin}${pageAfterSignIn()}`,
    handleCodeInApp: true,
  });
  localStorage.setItem(EMAIL_KEY, email);
}

/** True when this page was opened from a link that signs in. */
export function isOpenedFromLink(auth: Auth): boolean {
  return isSignInWithEmailLink(auth, window.location.href);
}

/** The address that the link was sent to from this device; '' on another one. */
export function rememberedEmail(): string {
  return localStorage.getItem(EMAIL_KEY) ?? '';
}

export async function finishLink(auth: Auth, email: string) {
  await signInWithEmailLink(auth, email, window.location.href);
  localStorage.removeItem(EMAIL_KEY);
  window.history.replaceState(null, '', pageAfterSignIn());
}

const REASONS: Readonly<Record<string, string>> = {
  'auth/invalid-credential': 'This account does not exist or the password is wrong.',
  'auth/user-not-found':
    'The demo user is not there yet. Wait until the local stack has seeded its data, then try again.',
  'auth/wrong-password': 'This account does not exist or the password is wrong.',
  'auth/invalid-email': 'That is not an e-mail address.',
  'auth/network-request-failed': 'The sign-in service cannot be reached. Check your connection and try again.',
  'auth/popup-blocked': 'Your browser blocked the sign-in window. Allow it for this page and try again.',
  'auth/popup-closed-by-user': 'The sign-in window was closed before you were signed in.',
  'auth/expired-action-code': 'This link has expired. Ask for a new one.',
  'auth/invalid-action-code': 'This link was used before or has expired. Ask for a new one.',
  'auth/too-many-requests': 'Too many attempts. Wait a few minutes and try again.',
  'auth/user-disabled': 'This account is switched off. Ask an owner of your team.',
};

/** Why a sign-in failed, and what to do. */
export function signInProblem(error: unknown): string {
  const code = error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? `You could not be signed in${code === '' ? '' : ` (${code})`}. Please try again.`;
}
