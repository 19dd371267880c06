import { onRequest } from 'firebase-functions/v2/https';
import { app } from '../app.ts';
import { createServer } from './http/server.ts';

let server: ReturnType<typeof createServer> | null = null;

/** The HTTP API, behind Hosting (`/api/**`) and at its own address. */
export const api = onRequest(
  { region: 'us-central1', memory: '512MiB', timeoutSeconds: 120, concurrency: 80, invoker: 'public' },
  (request, response) => {
    server ??= createServer(app);
    server(request, response);
  },
);
