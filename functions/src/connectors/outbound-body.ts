import { NonRetriableError, type StepError } from '../core/engine/errors.ts';
import type { OutboundResponse } from '../core/ports.ts';

/** An answer whose body is still to come. */
export interface Answered {
  readonly response: {
    readonly status: number;
    readonly ok: boolean;
    readonly headers: Iterable<[string, string]>;
  };
  /** The address after redirects. */
  readonly url: URL;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** The body, counted after decompression, so that a small answer cannot unpack into a huge one. */
export async function* piecesOf(
  body: AsyncIterable<Uint8Array> | null,
  url: URL,
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const piece of body ?? []) {
    size += piece.byteLength;
    // Leaving the loop cancels the stream, and with it the connection.
    if (size > maxBytes) {
      throw new NonRetriableError(`${url.hostname} answered with more than ${Math.round(maxBytes / 1000)} KB.`, {
        code: 'too_large',
        fault: 'vendor',
      });
    }
    yield piece;
  }
}

/** The same pieces; their failure in our words. */
export async function* telling(
  pieces: AsyncIterable<Uint8Array>,
  failure: (error: unknown) => StepError,
): AsyncIterable<Uint8Array> {
  try {
    yield* pieces;
  } catch (error) {
    throw failure(error);
  }
}

export async function received({ response, url, pieces }: Answered): Promise<OutboundResponse> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  const bytes = Buffer.concat(all);
  return {
    status: response.status,
    ok: response.ok,
    url: url.href,
    headers: new Headers([...response.headers]),
    text: async () => new TextDecoder().decode(bytes),
    bytes: async () => bytes,
  };
}
