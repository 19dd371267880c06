import type { Express } from 'express';
import { onRequest } from 'firebase-functions/v2/https';
import { app } from '../app.ts';
import { deployedRegion, servedFunction } from '../config.ts';
import { leaveDomains } from './http/no-domains.ts';
import { keepBodyRaw } from './http/raw-body.ts';

if (servedFunction() === 'api') {
  keepBodyRaw();
  leaveDomains();
}

let server: Promise<Express> | null = null;

/** Loaded at the first request: the other functions of the bundle have no use for it. */
async function createServer(): Promise<Express> {
  const http = await import('./http/server.ts');
  return http.createServer(app);
}

/** The HTTP API, behind Hosting (`/api/**`, `/v1/**`) and at its own address. */
export const api = onRequest(
  { region: deployedRegion(), memory: '512MiB', timeoutSeconds: 300, concurrency: 80, invoker: 'public' },
  async (request, response) => {
    server ??= createServer();
    (await server)(request, response);
  },
);
