import { problemSchema } from '@model/problem.ts';
import type { z } from 'zod';
import { commandOrigin } from './config.ts';

/** Within this time every command is answered, or has failed on the way. */
const MOST_MS = 90_000;

/** A command that did not succeed, in words that can be shown. `status` 0: the server was not reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** What is wrong with which field, as the server said it. */
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** The server's name for the refusal, such as `sign_in_again`; null when it gave none. */
  readonly code: string | null;

  constructor(status: number, message: string, errors: ApiError['errors'] = [], code: string | null = null) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.code = code;
  }
}

interface Call<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly answer: z.ZodType<T>;
}

/** The one way to the `api` function: signed in, in one tenant, answers parsed. Throws ApiError. */
export interface Api {
  call<T>(call: Call<T>): Promise<T>;
  /** The headers of a signed-in request, for what streams. */
  headers(): Promise<Record<string, string>>;
}

/** `token` gives a fresh ID token; `orgId` is null until a tenant is chosen. */
export function createApi(token: () => Promise<string>, orgId: string | null): Api {
  const headers = async (): Promise<Record<string, string>> => ({
    // An ID token that has expired cannot be had anew without a connection.
    Authorization: `Bearer ${await token().catch(() => Promise.reject(unreachable()))}`,
    ...(orgId !== null && { 'X-Org-Id': orgId }),
  });
  return {
    headers,
    async call({ method, path, body, answer }) {
      const response = await fetchOrExplain(`${commandOrigin}${path}`, {
        method,
        headers: {
          ...(await headers()),
          Accept: 'application/json',
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...(method === 'POST' && { 'Idempotency-Key': crypto.randomUUID() }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(MOST_MS),
      });
      const json = response.status === 204 ? null : await response.json().catch(() => null);
      const parsed = answer.safeParse(json);
      if (parsed.success) return parsed.data;
      throw new ApiError(response.status, 'The server answered in a form this page does not know. Reload the page.');
    },
  };
}

const TOO_LATE = 'The server has not answered. It may have done it all the same: have a look before you try again.';

function unreachable(): ApiError {
  const message = navigator.onLine
    ? 'The server cannot be reached. Check your connection and try again.'
    : 'You are offline, so this was not done. Try again once you are connected.';
  return new ApiError(0, message);
}

/** A refusal, or a server that is not there, becomes an error in words. */
export async function fetchOrExplain(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(input, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') throw new ApiError(0, TOO_LATE);
    if (init?.signal?.aborted) throw error;
    throw unreachable();
  }
  if (response.ok) return response;
  throw problemIn(response.status, await response.json().catch(() => null));
}

/** Problem details (RFC 9457) as an error; anything else gets plain words by its status. */
function problemIn(status: number, json: unknown): ApiError {
  const problem = problemSchema.safeParse(json);
  if (problem.success) {
    const { type, title, detail, errors } = problem.data;
    return new ApiError(status, detail || title, errors, type.slice(type.lastIndexOf(':') + 1));
  }
  if (status === 401) return new ApiError(status, 'Your sign-in has expired. Sign in again.');
  if (status === 403) return new ApiError(status, 'You may not do this here.');
  if (status >= 500) return new ApiError(status, 'Something went wrong on our side. Please try again.');
  return new ApiError(status, `The request was refused (${status}).`);
}

/** Any thrown value in words for a person. */
export function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : 'Something went wrong. Please try again.';
}
