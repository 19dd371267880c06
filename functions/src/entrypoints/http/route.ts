import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
import {
  type Account,
  accountOf,
  type KeyCaller,
  keyCallerOf,
  type Need,
  type TenantCaller,
  tenantCallerOf,
} from './caller.ts';
import { answerOnce } from './idempotency.ts';
import { unprocessable } from './problem.ts';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** What a handler gets: everything parsed, the caller known. */
export interface Call<C, P, Q, B> {
  readonly app: App;
  readonly caller: C;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly request: Request;
  readonly response: Response;
}

interface Shape<P, Q, B> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As in OpenAPI: `/api/playbooks/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** Whether the handler itself makes one thing of all calls with one Idempotency-Key, so that it may be called again at once. */
  readonly isRepeatable?: boolean;
  /** Whether an `Idempotency-Key` means nothing here: strangers send what they like, or nothing is done. */
  readonly isKeyless?: boolean;
  /** Whether its answer holds what is stored nowhere, and is given once only. */
  readonly isSecret?: boolean;
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
  readonly answers: Readonly<Record<number, z.ZodType>>;
}
type Handler<C, P, Q, B> = (call: Call<C, P, Q, B>) => Promise<Reply | null>;

/** One operation of the API: the router, OpenAPI and the access tests are all made from this. */
export interface Route {
  readonly method: Shape<never, never, never>['method'];
  readonly path: string;
  readonly summary: string;
  /** `key`: any API key; what it may is asked later. */
  readonly access: 'public' | 'account' | 'scheduler' | 'key' | Need;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType | null;
  readonly answers: Readonly<Record<number, z.ZodType>>;
  readonly handle: (app: App, request: Request, response: Response) => Promise<void>;
}

const nothing = z.object({});

/** For anyone, without signing in. */
export function publicRoute<P, Q, B>(shape: Shape<P, Q, B>, handler: Handler<null, P, Q, B>): Route {
  return build(
    shape,
    'public',
    async () => null,
    () => 'public',
    handler,
  );
}

/** For whoever is signed in, in a tenant or not. */
export function accountRoute<P, Q, B>(shape: Shape<P, Q, B>, handler: Handler<Account, P, Q, B>): Route {
  return build(shape, 'account', accountOf, ({ id }) => id, handler);
}

/** For agents with any API key. */
export function keyRoute<P, Q, B>(shape: Shape<P, Q, B>, handler: Handler<KeyCaller, P, Q, B>): Route {
  return build(shape, 'key', keyCallerOf, ({ orgId, id }) => `${orgId}|${id}`, handler);
}

/** For people of a tenant with at least `need.role`, and API keys with `need.scope`. */
export function tenantRoute<P, Q, B>(
  shape: Shape<P, Q, B>,
  need: Need,
  handler: Handler<TenantCaller, P, Q, B>,
): Route {
  const identify = (app: App, request: Request) => tenantCallerOf(app, request, need);
  return build(shape, need, identify, ({ orgId, id }) => `${orgId}|${id}`, handler);
}

/** For callers that the handler's own `identify` knows. */
export function build<C, P, Q, B>(
  shape: Shape<P, Q, B>,
  access: Route['access'],
  identify: (app: App, request: Request) => Promise<C>,
  nameOf: (caller: C) => string,
  handler: Handler<C, P, Q, B>,
): Route {
  const { method, path, summary, answers } = shape;
  const params = shape.params ?? (nothing as unknown as z.ZodType<P>);
  const query = shape.query ?? (nothing as unknown as z.ZodType<Q>);
  const handle = async (app: App, request: Request, response: Response): Promise<void> => {
    const caller = await identify(app, request);
    const call = {
      app,
      caller,
      params: parse('params', params, request.params),
      query: parse('query', query, request.query),
      body: shape.body ? parse('body', shape.body, request.body ?? {}) : (undefined as B),
      request,
      response,
    };
    const { value } = app.conceal(orgIdFrom(caller));
    const handled = async () => {
      const reply = await handler(call);
      return shape.isSecret || reply === null ? reply : { ...reply, body: value(reply.body) };
    };
    const once = () => answerOnce(app, request, nameOf(caller), handled, shape);
    const reply = await (shape.isKeyless ? handled() : once());
    if (reply !== null) send(response, reply);
  };
  return { method, path, summary, access, params, query, body: shape.body ?? null, answers, handle };
}

/** The tenant whose answer it is; null where it is of none. */
function orgIdFrom(caller: unknown): string | null {
  const isOfTenant = caller !== null && typeof caller === 'object' && 'orgId' in caller;
  return isOfTenant && typeof caller.orgId === 'string' ? caller.orgId : null;
}

function send(response: Response, { status, body }: Reply): void {
  response.status(status);
  if (status === 204) response.end();
  else response.json(body);
}

function parse<T>(within: 'body' | 'query' | 'params', schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw unprocessable(within, parsed.error);
  return parsed.data;
}

/** Puts routes on an express router. */
export function mount(router: Router, app: () => App, routes: readonly Route[]): void {
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router[route.method](path, (request, response) => route.handle(app(), request, response));
  }
}
