import type { z } from 'zod';
import type { JsonObject } from '../../model/json.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import type { AnyConnector } from '../engine/connector.ts';
import { StepError } from '../engine/errors.ts';
import type { HeldSecret } from './connection-secret.ts';

const WEB_PORT = 443;

/** Why a change to a connection is refused, in words for whoever asked; nothing was changed. */
export class ConnectionRefusedError extends Error {
  override readonly name = 'ConnectionRefusedError';
  readonly code: 'invalid' | 'too_many' | 'secrets_needed' | 'secrets_refused' | 'in_use';
  readonly errors: readonly ProblemDetail[];
  constructor(code: ConnectionRefusedError['code'], message: string, errors: readonly ProblemDetail[] = []) {
    super(message);
    this.code = code;
    this.errors = errors;
  }
}

/** What was entered for a connection, right in its form, as its secret holds it. */
export type Entered = HeldSecret;

interface Checking {
  readonly checkHost: (host: string, port: number) => Promise<void>;
}

/** Settings and secrets that are right in their form and lead to no private network. Throws `ConnectionRefusedError`. */
export async function entered(
  desk: Checking,
  connector: AnyConnector,
  settings: JsonObject,
  secrets: HeldSecret['secrets'],
): Promise<Entered> {
  const problems = [
    ...problemsIn('settings', connector.settings, settings),
    ...problemsIn('secrets', connector.secrets, secrets),
  ];
  if (problems.length > 0) throw invalid(problems);
  await assertPublic(desk, connector, settings);
  return { connector: connector.id, settings, secrets };
}

/** Throws `ConnectionRefusedError`. */
export async function checkedSettings(
  desk: Checking,
  connector: AnyConnector,
  settings: JsonObject,
): Promise<JsonObject> {
  const problems = problemsIn('settings', connector.settings, settings);
  if (problems.length > 0) throw invalid(problems);
  await assertPublic(desk, connector, settings);
  return settings;
}

async function assertPublic({ checkHost }: Checking, connector: AnyConnector, settings: JsonObject): Promise<void> {
  for (const pattern of connector.hosts(connector.settings.parse(settings))) {
    const [host = '', port = String(WEB_PORT)] = pattern.replace(/^\*\./, '').split(':');
    try {
      await checkHost(host, Number(port));
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      throw invalid([{ path: 'settings', message: error.message }]);
    }
  }
}

function problemsIn(within: 'settings' | 'secrets', schema: z.ZodType, given: object): ProblemDetail[] {
  const parsed = schema.safeParse(given);
  const issues = parsed.error?.issues ?? [];
  return issues.map(({ path, message }) => ({ path: [within, ...path].join('.'), message }));
}

function invalid(errors: readonly ProblemDetail[]): ConnectionRefusedError {
  const [first] = errors;
  return new ConnectionRefusedError('invalid', `${first?.path}: ${first?.message}`, errors);
}
