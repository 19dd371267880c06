import { without } from '../engine/conceal.ts';
import type { Access, AnyConnector } from '../engine/connector.ts';
import { NonRetriableError, RetriableError, StepError } from '../engine/errors.ts';
import type { Clock, Log, Outbound } from '../ports.ts';
import { boundOutbound } from './bound-outbound.ts';
import type { Entered } from './connection-entry.ts';
import { secretTexts } from './connection-secret.ts';

const TEST_MS = 20_000;
const MAX_TEXT = 300;

interface Probing {
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly log: Log;
}

/** What became of a test: with what it speaks, or why it does not work. No secret is in it. */
export interface Probed {
  readonly status: 'working' | 'failing';
  readonly text: string;
  /** Whether the vendor was there and said no: trying again cannot help. */
  readonly isRefused: boolean;
}

/** Tries what was entered by a harmless call, for at most 20 s. Stores nothing. */
export async function probe(
  { outbound, clock, log }: Probing,
  connector: AnyConnector,
  { connectionId, name, given }: { readonly connectionId: string; readonly name: string; readonly given: Entered },
): Promise<Probed> {
  const secrets = secretTexts(given.secrets);
  const told = (text: string): string => without(secrets, text).slice(0, MAX_TEXT);
  try {
    const settings = connector.settings.parse(given.settings);
    const bound = boundOutbound(outbound, connector.hosts(settings), connector.title);
    const parsed = connector.secrets.parse(given.secrets);
    const access: Access<never, never> = { connectionId, name, settings, secrets: parsed, outbound: bound };
    const text = await atMost(clock, (signal) =>
      connector.test(access, { signal, clock, meter: () => undefined, assertLease: () => undefined }),
    );
    return { status: 'working', text: told(text), isRefused: false };
  } catch (error) {
    const isRefused = error instanceof NonRetriableError;
    if (error instanceof StepError) return { status: 'failing', text: told(tellableWords(error)), isRefused };
    // Its text may quote what nobody has kept yet, so that it cannot be known as a secret.
    const reason = error instanceof Error ? error.name : typeof error;
    log.warn('connection_test_failed', { connector: connector.id, reason });
    return { status: 'failing', text: 'The test failed on our side. Try again later.', isRefused: false };
  }
}

/** What the door says of an address would draw a map of what lies behind it. */
export function tellableWords({ code, message }: StepError): string {
  return code === 'blocked_address' ? 'That address cannot be called: it is not on the public internet.' : message;
}

async function atMost<T>(clock: Clock, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const [stop, over] = [new AbortController(), new AbortController()];
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason), { once: true });
  });
  void clock.sleep(TEST_MS, over.signal).then(() => {
    if (over.signal.aborted) return;
    stop.abort(new RetriableError(`There was no answer within ${TEST_MS / 1000} s.`, { code: 'timeout' }));
  });
  try {
    return await Promise.race([act(stop.signal), stopped]);
  } finally {
    over.abort('over');
  }
}
