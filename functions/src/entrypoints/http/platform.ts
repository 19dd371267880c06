import { z } from 'zod';
import type { App } from '../../app.ts';
import { readHeartbeat } from '../../core/governance/heartbeat.ts';
import { openApiDocument } from './openapi.ts';
import { publicRoute, type Route } from './route.ts';

const clientConfigView = z.object({
  projectId: z.string(),
  /** Public by design: it names the project, it opens nothing. Null where Hosting's `/__/firebase/init.json` tells it. */
  apiKey: z.string().nullable(),
  authDomain: z.string().nullable(),
  apiOrigin: z.string(),
  emulators: z.object({ auth: z.string(), firestore: z.string() }).nullable(),
  demoUser: z.object({ email: z.string(), password: z.string() }).nullable(),
});

const healthView = z.object({
  status: z.literal('ok'),
  time: z.iso.datetime(),
  /** How long ago the tick (every minute) and the watch (every five) last ran; null when that cannot be told. */
  tickAgeMs: z.int().nullable(),
  watchAgeMs: z.int().nullable(),
});

/** Anyone may ask for them, so an instance reads them once in a while only. */
const AGES_KEPT_MS = 15_000;
interface Beats {
  readonly readAt: number;
  readonly tick: Date | null;
  readonly watch: Date | null;
}
const lastRead = new WeakMap<App, Beats>();

async function ages(app: App) {
  const now = app.engine.clock.now().getTime();
  const known = lastRead.get(app);
  const beats = known && Math.abs(now - known.readAt) < AGES_KEPT_MS ? known : await readBeats(app, now);
  lastRead.set(app, beats);
  const age = (at: Date | null) => at && Math.max(0, now - at.getTime());
  return { tickAgeMs: age(beats.tick), watchAgeMs: age(beats.watch) };
}

async function readBeats({ engine: { store, log } }: App, readAt: number): Promise<Beats> {
  try {
    const [tick, watch] = await Promise.all([readHeartbeat(store, 'tick'), readHeartbeat(store, 'watch')]);
    return { readAt, tick: tick?.at ?? null, watch: watch?.at ?? null };
  } catch (error) {
    log.error('heartbeats_not_read', error);
    return { readAt, tick: null, watch: null };
  }
}

/** What anyone may ask of the platform itself. `routes` are all routes, for the description. */
export function platformRoutes(routes: () => readonly Route[]): readonly Route[] {
  return [
    publicRoute(
      {
        method: 'get',
        path: '/api/health',
        summary: 'Whether the platform answers',
        answers: { 200: healthView },
      },
      async ({ app }) => {
        const time = app.engine.clock.now().toISOString();
        return { status: 200, body: { status: 'ok', time, ...(await ages(app)) } };
      },
    ),
    publicRoute(
      {
        method: 'get',
        path: '/api/client-config',
        summary: 'What the web app needs to find its project',
        answers: { 200: clientConfigView },
      },
      async ({ app: { config } }) => ({
        status: 200,
        body: {
          projectId: config.projectId,
          apiKey: config.emulators === null ? null : 'local',
          authDomain: config.emulators === null ? null : 'localhost',
          apiOrigin: config.apiOrigin,
          emulators: config.emulators,
          demoUser: config.emulators === null ? null : config.demoUser,
        },
      }),
    ),
    publicRoute(
      { method: 'get', path: '/api/openapi.json', summary: 'This description', answers: { 200: z.json() } },
      async ({ app }) => ({ status: 200, body: await openApiDocument(routes(), app.config.apiOrigin) }),
    ),
  ];
}
