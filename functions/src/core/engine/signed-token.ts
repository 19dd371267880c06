import { createHmac, timingSafeEqual } from 'node:crypto';

/** What links are signed for: a token of one kind is none of the other, though the key is the same. */
type Purpose = 'approval-link' | 'unsubscribe';

/** What a token says; whether that is true is `isGenuine`. */
export interface ReadToken {
  readonly value: unknown;
  readonly isGenuine: boolean;
}

export function signToken(key: string, purpose: Purpose, value: object): string {
  const body = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${body}.${macOf(key, purpose, body).toString('base64url')}`;
}

/** Null for what is no token at all. */
export function readToken(key: string, purpose: Purpose, token: string): ReadToken | null {
  const [body = '', mac = '', ...more] = token.split('.');
  if (more.length > 0) return null;
  const [given, right] = [Buffer.from(mac, 'base64url'), macOf(key, purpose, body)];
  const isGenuine = given.length === right.length && timingSafeEqual(given, right);
  return { value: parsedJson(Buffer.from(body, 'base64url').toString('utf8')), isGenuine };
}

function macOf(key: string, purpose: Purpose, body: string): Buffer {
  return createHmac('sha256', key).update(`${purpose}.${body}`).digest();
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
