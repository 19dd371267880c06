import * as logger from 'firebase-functions/logger';
import type { Log } from './core/ports.ts';
import type { JsonValue } from './model/json.ts';

type Fields = Readonly<Record<string, JsonValue>>;

const SECRET_NAME = /secret|token|password|authorization|cookie|credential|api.?key/i;
const SECRET_TEXT = /(Bearer\s+|pbk_live_|sk-|:\/\/[^/\s:@]+:)[^\s"',@]+/g;

/** Structured logs; Cloud Logging links them to the request. Whatever looks like a secret is left out. */
export function createLog(): Log {
  return {
    info: (event, fields = {}) => logger.info(event, redact(fields)),
    warn: (event, fields = {}) => logger.warn(event, redact(fields)),
    error: (event, error, fields = {}) => logger.error(event, { ...redact(fields), error: describe(error) }),
  };
}

function redact(fields: Fields): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      SECRET_NAME.test(name) ? '<omitted>' : typeof value === 'string' ? redactText(value) : value,
    ]),
  );
}

/** The text without bearer tokens, API keys and passwords in URLs. */
export function redactText(text: string): string {
  return text.replace(SECRET_TEXT, '$1<omitted>');
}

function describe(error: unknown, depth = 0): JsonValue {
  if (!(error instanceof Error)) return redactText(String(error)).slice(0, 2000);
  const { name, message, stack } = error;
  const cause = error.cause !== undefined && depth < 3 ? describe(error.cause, depth + 1) : null;
  return { name, message: redactText(message).slice(0, 2000), stack: redactText(stack ?? '').slice(0, 4000), cause };
}
