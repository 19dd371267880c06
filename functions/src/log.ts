import * as logger from 'firebase-functions/logger';
import type { Log } from './core/ports.ts';
import type { JsonValue } from './model/json.ts';

type Fields = Readonly<Record<string, JsonValue>>;

const SECRET_NAME = /secret|token|password|authorization|cookie|credential|api.?key/i;
const SECRET_TEXT = /(Bearer\s+|pbk_live_|sk-|:\/\/[^/\s:@]+:)[^\s"',@]+/g;

/** What takes the secrets that are known by their value out of a text. */
interface Concealer {
  text(text: string): string;
  value<T>(value: T): T;
}

/** Structured logs; Cloud Logging links them to the request. Whatever is, or looks like, a secret is left out. */
export function createLog({ text, value }: Concealer): Log {
  const shown = (fields: Fields) => redact(value(fields));
  return {
    info: (event, fields = {}) => logger.info(event, shown(fields)),
    warn: (event, fields = {}) => logger.warn(event, shown(fields)),
    error: (event, error, fields = {}) => logger.error(event, { ...shown(fields), error: describe(error, text) }),
  };
}

function redact(fields: Fields): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, SECRET_NAME.test(name) ? '<omitted>' : redacted(value)]),
  );
}

function redacted(value: JsonValue): JsonValue {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redacted);
  return value !== null && typeof value === 'object' ? redact(value) : value;
}

/** The text without bearer tokens, API keys and passwords in URLs. */
function redactText(text: string): string {
  return text.replace(SECRET_TEXT, '$1<omitted>');
}

function describe(error: unknown, conceal: (text: string) => string, depth = 0): JsonValue {
  const safe = (text: string, length: number) => redactText(conceal(text)).slice(0, length);
  if (!(error instanceof Error)) return safe(String(error), 2000);
  const { name, message, stack } = error;
  const cause = error.cause !== undefined && depth < 3 ? describe(error.cause, conceal, depth + 1) : null;
  return { name, message: safe(message, 2000), stack: safe(stack ?? '', 4000), cause };
}
