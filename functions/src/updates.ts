import { receiveUpdates } from './connectors/telegram.ts';
import type { CallContext } from './core/engine/connector.ts';
import type { Engine } from './core/engine/engine.ts';
import type { Listening } from './core/engine/notify/presses.ts';
import { updatesPath, updatesSecret } from './core/governance/approval-button.ts';

/** Our own address, where vendors can call it. */
export function publicOrigin({ services }: Pick<Engine, 'services'>): string | null {
  const origin = services.setting('API_ORIGIN');
  return origin !== null && isPublic(origin) ? origin : null;
}

export function isPublic(address: string): boolean {
  return address.startsWith('https://');
}

/** Tells Telegram to bring what comes to a bot to us. May be done again, so that it mends itself. Throws a `StepError`. */
export async function takeUpdates(
  engine: Pick<Engine, 'services'>,
  orgId: string,
  access: Parameters<typeof receiveUpdates>[0],
  context: CallContext,
): Promise<Listening['kind']> {
  const origin = publicOrigin(engine);
  const key = await engine.services.secret(engine.services.setting('LINK_KEY_NAME') ?? '');
  if (origin === null || key === null) return 'unreachable';
  const url = `${origin}${updatesPath(orgId, access.connectionId)}`;
  const secret = updatesSecret(key, orgId, access.connectionId);
  return (await receiveUpdates(access, context, { url, secret })) ? 'listening' : 'in_use';
}
