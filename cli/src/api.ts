import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { problemSchema } from '../../functions/src/model/problem.ts';
import { CliError } from './errors.ts';
import { type Access, LOG_IN } from './settings.ts';

/** The HTTP API as a key sees it. Every answer is read by a schema; throws `ApiError`, `CliError`. */
export interface Api {
  readonly origin: string;
  /** Whose name stands behind what is done by it: `key:<keyId>`. */
  readonly actor: string;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  patch<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  /** The items of a list, page by page, up to `most`. */
  list<T>(path: string, item: z.ZodType<T>, most?: number): Promise<T[]>;
}

/** What the server has against a request. */
export class ApiError extends CliError {
  override readonly name = 'ApiError';
  readonly status: number;
  /** The last part of the problem's type, such as `not_found`. */
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  constructor(problem: z.infer<typeof problemSchema>, origin: string) {
    const details = problem.errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    const isSaid = details.some((detail) => detail === problem.detail);
    const fix = fixOf(problem.status, codeOf(problem.type), origin);
    super(problem.detail, { details: isSaid ? [] : details, ...(fix !== null && { fix }) });
    this.status = problem.status;
    this.code = codeOf(problem.type);
    this.errors = problem.errors;
  }
}

/** What the API is reached by, so that a test can stand in for it. */
export interface Wire {
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number) => Promise<void>;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

const MOST_MS = 60_000;
const TRIES = 3;
const PAGE = 100;
const EVERYTHING = 2_000;
const AGAIN: readonly number[] = [429, 502, 503, 504];

type Method = 'GET' | 'POST' | 'PATCH';

export function createApi({ origin, key, orgId }: Access, wire: Wire): Api {
  const headers = { 'X-API-Key': key, Accept: 'application/json', ...(orgId !== null && { 'X-Org-Id': orgId }) };
  const send = async <T>(method: Method, path: string, body: unknown, schema: z.ZodType<T>): Promise<T> => {
    const request: RequestInit = {
      method,
      // To another address the key does not follow.
      redirect: 'manual',
      headers: {
        ...headers,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(method === 'POST' && { 'Idempotency-Key': randomUUID() }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const response = await persist(wire, origin, `${origin}${path}`, request);
    return answerOf(response, origin, path, schema);
  };
  return {
    origin,
    actor: `key:${key.split('_')[2] ?? ''}`,
    get: (path, schema) => send('GET', path, undefined, schema),
    post: (path, body, schema) => send('POST', path, body, schema),
    patch: (path, body, schema) => send('PATCH', path, body, schema),
    list: async (path, item, most = EVERYTHING) => {
      const page = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
      const items: z.infer<typeof item>[] = [];
      for (let cursor: string | null = ''; cursor !== null && items.length < most; ) {
        const limit = `limit=${Math.min(PAGE, most - items.length)}`;
        const query: string = [limit, ...(cursor === '' ? [] : [`cursor=${encodeURIComponent(cursor)}`])].join('&');
        const one = await send('GET', `${path}${path.includes('?') ? '&' : '?'}${query}`, undefined, page);
        items.push(...one.items);
        cursor = one.nextCursor;
      }
      return items;
    },
  };
}

/** Asks again where that harms nobody: what only reads, and what carries an `Idempotency-Key`. */
async function persist(wire: Wire, origin: string, url: string, request: RequestInit): Promise<Response> {
  const tries = request.method === 'PATCH' ? 1 : TRIES;
  for (let count = 1; ; count++) {
    const isLast = count >= tries;
    try {
      const signal = AbortSignal.any([wire.signal, AbortSignal.timeout(MOST_MS)]);
      const response = await wire.fetch(url, { ...request, signal });
      if (isLast || !AGAIN.includes(response.status)) return response;
      await response.body?.cancel();
      const seconds = Number(response.headers.get('retry-after') ?? count);
      await wire.sleep(1000 * Math.min(60, Number.isFinite(seconds) ? seconds : count));
    } catch (error) {
      if (wire.signal.aborted) throw error;
      if (isLast) throw new CliError(`${origin} cannot be reached: ${reasonOf(error)}`, { fix: UNREACHED });
      await wire.sleep(1000 * count);
    }
  }
}

const UNREACHED = 'see whether the address is right and the network is there; playbooks login changes the address';

async function answerOf<T>(response: Response, origin: string, path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await response.text();
  if (response.status >= 300 && response.status < 400) {
    const there = response.headers.get('location') ?? 'elsewhere';
    throw new CliError(`${origin} sends us on to ${there}`, { fix: 'log in with that address, if you trust it' });
  }
  const value = jsonOf(text);
  if (response.ok) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const where = `${path.split('?')[0]}, ${issue?.path.join('.')}: ${issue?.message}`;
    const fix = 'see whether the address is that of Playbooks, and of the same version as this command';
    throw new CliError(`The answer of ${origin} is not understood (${where})`, { fix });
  }
  const problem = problemSchema.safeParse(value);
  if (problem.success) throw new ApiError(problem.data, origin);
  throw new CliError(`${origin} answered ${response.status} and no reason`, { fix: UNREACHED });
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason is known';
  if (error.name === 'TimeoutError') return `no answer within ${MOST_MS / 1000} seconds`;
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}

function codeOf(type: string): string {
  return type.split(':').at(-1) ?? type;
}

function fixOf(status: number, code: string, origin: string): string | null {
  if (status === 401) return LOG_IN;
  if (code === 'scope') return `make a key with that scope: ${origin}/settings/keys`;
  if (code === 'people_only') return `do it in the app: ${origin}`;
  return null;
}
