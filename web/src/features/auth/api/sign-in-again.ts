import {
  browserPopupRedirectResolver,
  EmailAuthProvider,
  GoogleAuthProvider,
  reauthenticateWithCredential,
  reauthenticateWithPopup,
  type User,
} from 'firebase/auth';

/** Whether the account can prove itself by a Google window; else it does so by its password. */
export function isGoogleUser({ providerData }: User): boolean {
  return providerData.some(({ providerId }) => providerId === GoogleAuthProvider.PROVIDER_ID);
}

export async function signInAgainWithGoogle(user: User): Promise<void> {
  await reauthenticateWithPopup(user, new GoogleAuthProvider(), browserPopupRedirectResolver);
  await user.getIdToken(true);
}

/** The next ID token tells of this sign-in. */
export async function signInAgainWithPassword(user: User, password: string): Promise<void> {
  await reauthenticateWithCredential(user, EmailAuthProvider.credential(user.email ?? '', password));
  await user.getIdToken(true);
}
