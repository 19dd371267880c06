import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface OutgoingRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: Buffer | null;
  timeoutMs: number;
}

/** What became of a request: an HTTP status, or no answer in time, or no connection that held. */
export type Delivery =
  | { kind: 'answered'; httpStatus: number }
  | { kind: 'timeout' }
  | { kind: 'unreachable'; reason: string };

/**
 * Sends one request as a Google service would: exactly these headers, one connection, redirects not followed.
 * Never throws; `timeoutMs` covers the whole exchange, or `signal` ends it.
 */
export function sendHttp(outgoing: OutgoingRequest, signal?: AbortSignal): Promise<Delivery> {
  return new Promise((resolve) => {
    const unreachable = (error: Error) => resolve({ kind: 'unreachable', reason: error.message });
    const send = outgoing.url.startsWith('https:') ? httpsRequest : httpRequest;
    const length: Record<string, string> = outgoing.body ? { 'Content-Length': String(outgoing.body.length) } : {};
    const request = send(
      outgoing.url,
      { method: outgoing.method, headers: { ...outgoing.headers, ...length }, agent: false, ...(signal && { signal }) },
      (response) => {
        response.on('error', unreachable);
        response.on('end', () => {
          clearTimeout(deadline);
          resolve({ kind: 'answered', httpStatus: response.statusCode ?? 0 });
        });
        response.resume();
      },
    );
    const deadline = setTimeout(() => {
      resolve({ kind: 'timeout' });
      request.destroy();
    }, outgoing.timeoutMs);
    request.on('error', (error) => {
      clearTimeout(deadline);
      unreachable(error);
    });
    request.end(outgoing.body ?? undefined);
  });
}

/** Did the target accept it? Google's services take any 2xx for a yes. */
export function isAccepted(delivery: Delivery): boolean {
  return delivery.kind === 'answered' && delivery.httpStatus >= 200 && delivery.httpStatus < 300;
}
