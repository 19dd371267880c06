import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';

interface AppRequest extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** What of a service worker is used here; the types of its world cannot stand beside those of a page. */
interface Worker {
  readonly __WB_MANIFEST: Parameters<typeof precacheAndRoute>[0];
  readonly location: Location;
  addEventListener(type: 'fetch', listener: (event: AppRequest) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  skipWaiting(): Promise<void>;
}
declare const self: Worker;

/** Keeps the app itself on the device, so that it opens without a connection. No answer of the api is ever kept here. */
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode !== 'navigate' || !isPage(new URL(request.url))) return;
  event.stopImmediatePropagation();
  event.respondWith(shell(request));
});

// Only when the person says so: a version that changes under somebody's hands loses what he was doing.
self.addEventListener('message', ({ data }) => {
  if (data === 'take over') void self.skipWaiting();
});

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

/** Every address of the app is one page; those of the server and of files are not the app's. */
function isPage({ origin, pathname }: URL): boolean {
  return origin === self.location.origin && !/^\/(?:api|mcp|__)(?:\/|$)|\.[a-z0-9]+$/i.test(pathname);
}

async function shell(request: Request): Promise<Response> {
  return (await matchPrecache('/index.html')) ?? fetch(request);
}
