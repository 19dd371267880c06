import { Button } from '@mantine/core';
import { showToast } from '../lib/toasts.ts';

const LOOK_EVERY_MS = 3_600_000;

/** Keeps the app on the device for reading offline, and says when a new version of it is there. */
export async function keepApp(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('/sw.js');
  const offer = (worker: ServiceWorker | null) => {
    // The first one is no new version.
    if (worker !== null && navigator.serviceWorker.controller !== null) tell(worker);
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => worker.state === 'installed' && offer(worker));
  });
  setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
}

/** It is never forced on anybody. */
function tell(worker: ServiceWorker): void {
  const reload = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
    worker.postMessage('take over');
  };
  void showToast({
    id: 'new-version',
    title: 'A new version is there',
    message: (
      <Button size="xs" mt={6} onClick={reload}>
        Reload
      </Button>
    ),
    autoClose: false,
    color: 'pine',
    closeButtonProps: { 'aria-label': 'Later' },
  });
}
