import { notifications } from '@mantine/notifications';
import { useCallback, useState } from 'react';
import { ApiError, messageOf } from './api.ts';

const closeButtonProps = { 'aria-label': 'Close' };

/** A command with its progress. A failure is shown as a toast with what to do; `run` then gives null. */
export function useCommand<A extends readonly unknown[], R>(
  command: (...args: A) => Promise<R>,
  failed: string,
): { readonly busy: boolean; run(...args: A): Promise<R | null> } {
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (...args: A) => {
      setBusy(true);
      try {
        return await command(...args);
      } catch (error) {
        toastFailure(failed, error);
        return null;
      } finally {
        setBusy(false);
      }
    },
    [command, failed],
  );
  return { busy, run };
}

export function toastFailure(title: string, error: unknown): void {
  const details = error instanceof ApiError ? error.errors.map(({ path, message }) => `${path}: ${message}`) : [];
  const message = messageOf(error);
  const extra = details.filter((line) => !message.includes(line));
  notifications.show({
    title,
    message: [message, ...extra].join('\n'),
    color: 'red',
    autoClose: 10_000,
    closeButtonProps,
  });
}

export function toastDone(message: string): void {
  notifications.show({ message, color: 'pine', autoClose: 4_000, closeButtonProps });
}
