import { z } from 'zod';
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

/** What anyone may ask of the platform itself. `routes` are all routes, for the description. */
export function platformRoutes(routes: () => readonly Route[]): readonly Route[] {
  return [
    publicRoute(
      {
        method: 'get',
        path: '/api/health',
        summary: 'Whether the platform answers',
        answers: { 200: z.object({ status: z.literal('ok'), time: z.iso.datetime() }) },
      },
      async ({ app }) => ({ status: 200, body: { status: 'ok', time: app.engine.clock.now().toISOString() } }),
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
