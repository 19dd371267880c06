import { createHmac, timingSafeEqual } from 'node:crypto';

/** What links are signed for: a token of one kind is none of the other, though the key is the same. */
type Purpose = 'approval-link' | 'approval-button' | 'telegram-updates' | 'unsubscribe';

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

/** A signature by itself, of what is known on both sides: 43 letters of base64url, or the first of them. */
export function markOf(key: string, purpose: Purpose, parts: readonly string[], length = 43): string {
  return macOf(key, purpose, parts.join('|')).toString('base64url').slice(0, length);
}

/** In a time that does not tell how much of it is right. */
export function isSameMark(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
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
