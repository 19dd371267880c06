import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import type { Need } from './caller.ts';
import type { Route } from './route.ts';

/** OpenAPI 3.1 out of the same schemas that parse the requests. */
export async function openApiDocument(routes: readonly Route[], origin: string): Promise<object> {
  const { createDocument } = await import('zod-openapi');
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Playbooks',
      version: '0.1.0',
      description: 'Say it once, it runs itself. Problems are RFC 9457; lists are paged by `cursor`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    paths,
    components: {
      securitySchemes: {
        user: { type: 'http', scheme: 'bearer', bearerFormat: 'Firebase ID token' },
        key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        scheduler: { type: 'http', scheme: 'bearer', description: 'CRON_SECRET' },
      },
    },
  });
}

function operation(route: Route): ZodOpenApiOperationObject {
  const { access, body, method, path } = route;
  const callers = { public: [], account: [{ user: [] }], scheduler: [{ scheduler: [] }], key: [{ key: [] }] };
  return {
    operationId: `${method} ${path}`.replaceAll(/[^a-z]+(\w)?/gi, (_, next: string = '') => next.toUpperCase()),
    summary: route.summary,
    security: typeof access === 'object' ? callersOf(access) : callers[access],
    requestParams: {
      ...(route.params instanceof z.ZodObject && { path: route.params }),
      ...(route.query instanceof z.ZodObject && { query: route.query }),
    },
    ...(body !== null && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: Object.fromEntries(
      Object.entries(route.answers).map(([status, schema]) => {
        const type = Number(status) >= 400 ? 'application/problem+json' : 'application/json';
        return [status, { description: describe(Number(status)), content: { [type]: { schema } } }];
      }),
    ),
  };
}

function callersOf({ scope, isForScheduler }: Need) {
  return [{ user: [] }, ...(scope === null ? [] : [{ key: [scope] }]), ...(isForScheduler ? [{ scheduler: [] }] : [])];
}

function describe(status: number): string {
  if (status >= 400) return 'A problem';
  return status === 202 ? 'Under way' : 'Done';
}
