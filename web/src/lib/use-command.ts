import { useCallback, useRef, useState } from 'react';
import { ApiError, messageOf } from './api.ts';
import { useSession } from './session.ts';
import { showToast } from './toasts.ts';

const closeButtonProps = { 'aria-label': 'Close' };

/**
 * A command with its progress. What wants a recent sign-in asks for one and is then done. A failure is shown as a toast
 * with what to do, unless `shows` says that it is shown elsewhere; `run` then gives null.
 */
export function useCommand<A extends readonly unknown[], R>(
  command: (...args: A) => Promise<R>,
  failed: string,
  shows?: (error: unknown) => boolean,
): { readonly busy: boolean; run(...args: A): Promise<R | null> } {
  const { signInAgain } = useSession();
  const [busy, setBusy] = useState(false);
  const latest = useRef(shows);
  latest.current = shows;
  const run = useCallback(
    async (...args: A) => {
      setBusy(true);
      try {
        return await withSignIn(() => command(...args), signInAgain);
      } catch (error) {
        if (!latest.current?.(error)) toastFailure(failed, error);
        return null;
      } finally {
        setBusy(false);
      }
    },
    [command, failed, signInAgain],
  );
  return { busy, run };
}

/** Does it; where the server wants a recent sign-in first, once more after that. */
async function withSignIn<R>(act: () => Promise<R>, signInAgain: () => Promise<boolean>): Promise<R> {
  try {
    return await act();
  } catch (error) {
    const isStale = error instanceof ApiError && error.code === 'sign_in_again';
    if (!isStale || !(await signInAgain())) throw error;
    return act();
  }
}

export function toastFailure(title: string, error: unknown): void {
  const details = error instanceof ApiError ? error.errors.map(({ path, message }) => `${path}: ${message}`) : [];
  const message = messageOf(error);
  const extra = details.filter((line) => !message.includes(line));
  void showToast({
    title,
    message: [message, ...extra].join('\n'),
    color: 'red',
    autoClose: 10_000,
    closeButtonProps,
  });
}

export function toastDone(message: string): void {
  void showToast({ message, color: 'pine', autoClose: 4_000, closeButtonProps });
}
