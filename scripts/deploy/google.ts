import { GoogleAuth } from 'google-auth-library';
import { z } from 'zod';

/** A Google API said no, or could not be reached (`status` 0). The message is Google's own, and never holds a secret. */
export class GoogleError extends Error {
  override readonly name = 'GoogleError';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Google's REST APIs; `api` is the first part of the host, `path` begins with the version. */
export interface Google {
  get<T>(api: string, path: string, answer: z.ZodType<T>): Promise<T>;
  /** All pages of a list, whose items are under `field`. */
  list<T>(api: string, path: string, field: string, item: z.ZodType<T>): Promise<T[]>;
  send<T>(method: Method, api: string, path: string, body: object, answer: z.ZodType<T>): Promise<T>;
}

export interface GoogleOptions {
  readonly projectId: string;
  readonly fetch: typeof fetch;
  /** A bearer token; asked for before each call, since one lasts an hour only. */
  token(): Promise<string>;
  origin(api: string): string;
}

const errorSchema = z.object({ error: z.object({ message: z.string() }) });
const TIMEOUT_MS = 20_000;

/** Calls in the name of whoever `gcloud auth application-default login` signed in. */
export function googleOf(projectId: string): Google {
  const auth = new GoogleAuth({ scopes: ['https://www.googleapis.com/auth/cloud-platform'] });
  const token = async (): Promise<string> => {
    try {
      const found = await auth.getAccessToken();
      if (found) return found;
    } catch (error) {
      throw new GoogleError(401, 'Nobody is signed in: gcloud auth application-default login', { cause: error });
    }
    throw new GoogleError(401, 'Nobody is signed in: gcloud auth application-default login');
  };
  return createGoogle({ projectId, fetch, token, origin: (api) => `https://${api}.googleapis.com` });
}

export function createGoogle({ projectId, fetch, token, origin }: GoogleOptions): Google {
  const call = async (method: Method, api: string, path: string, body: object | null): Promise<unknown> => {
    const headers = {
      Authorization: `Bearer ${await token()}`,
      'Content-Type': 'application/json',
      // A person's credentials have no project of their own to count the call on.
      'X-Goog-User-Project': projectId,
    };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const answer = await fetch(`${origin(api)}${path}`, {
        method,
        headers,
        signal,
        ...(body && { body: JSON.stringify(body) }),
      });
      return read(api, answer.status, await answer.text());
    } catch (error) {
      if (error instanceof GoogleError) throw error;
      throw new GoogleError(0, `${api}.googleapis.com does not answer`, { cause: error });
    }
  };
  const parse = <T>(api: string, answer: z.ZodType<T>, body: unknown): T => {
    const parsed = answer.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new GoogleError(0, `${api}.googleapis.com answered something unknown: ${z.prettifyError(parsed.error)}`);
  };
  return {
    get: async (api, path, answer) => parse(api, answer, await call('GET', api, path, null)),
    send: async (method, api, path, body, answer) => parse(api, answer, await call(method, api, path, body)),
    async list(api, path, field, item) {
      const page = z.looseObject({ nextPageToken: z.string().optional() });
      const found: z.infer<typeof item>[] = [];
      for (let token = ''; ; ) {
        const query = token === '' ? '' : `${path.includes('?') ? '&' : '?'}pageToken=${encodeURIComponent(token)}`;
        const answer = parse(api, page, await call('GET', api, `${path}${query}`, null));
        found.push(...parse(api, z.array(item), answer[field] ?? []));
        token = answer.nextPageToken ?? '';
        if (token === '') return found;
      }
    },
  };
}

function read(api: string, status: number, text: string): unknown {
  const body = json(text);
  if (status >= 200 && status < 300) return body;
  const said = errorSchema.safeParse(body);
  throw new GoogleError(status, said.success ? said.data.error.message : `${api}.googleapis.com answered ${status}`);
}

function json(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return {};
  }
}
