import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { executionIdFor } from '../functions/src/core/engine/occasion.ts';
import { retryConflicts } from '../functions/src/core/governance/retry-conflicts.ts';
import { dispatchEvent } from '../functions/src/core/triggering/dispatch-event.ts';
import { factWrite } from '../functions/src/core/triggering/publish-fact.ts';
import { EVENT_NAME, playbooks, type SoakPlaybook } from './playbooks.ts';
import type { Seeded } from './seed.ts';

/** A client asks again for this long, then gives up. */
const PATIENCE_MS = 120_000;
const REQUEST_TIMEOUT_MS = 40_000;
const MAX_PAUSE_MS = 5_000;

/** One start that a client asked for, under a key of its own. */
export interface Start {
  readonly marker: string;
  readonly playbook: SoakPlaybook;
  readonly askedAt: number;
  /** What it was told: empty if nobody ever answered it, several if one key became several executions. */
  readonly executionIds: Set<string>;
  requests: number;
}

export interface LoadOptions extends Pick<Seeded, 'app' | 'orgId' | 'apiKey' | 'playbookIds'> {
  readonly apiOrigin: string;
  readonly startsPerSecond: number;
}

export interface Load {
  readonly starts: readonly Start[];
  /** How many clients still wait for their answer. */
  pending(): number;
  /** No new starts; those under way go on. */
  stop(): void;
}

const accepted = z.object({ executionId: z.string() });

/** Starts playbooks of the mix at an even rate, whether or not earlier ones were answered. */
export function startLoad(options: LoadOptions, onError: (error: Error) => void): Load {
  const starts: Start[] = [];
  let pending = 0;
  const begin = (): void => {
    const start = {
      marker: randomUUID(),
      playbook: pick(),
      askedAt: Date.now(),
      executionIds: new Set<string>(),
      requests: 0,
    };
    starts.push(start);
    pending += 1;
    (start.playbook.isByEvent ? happen(options, start) : ask(options, start)).catch(onError).finally(() => {
      pending -= 1;
    });
  };
  const timer = setInterval(begin, 1_000 / options.startsPerSecond);
  return { starts, pending: () => pending, stop: () => clearInterval(timer) };
}

const sumOfShares = playbooks.reduce((sum, { share }) => sum + share, 0);

/** By the shares of the mix. */
function pick(): SoakPlaybook {
  let chance = Math.random() * sumOfShares;
  for (const playbook of playbooks) {
    if (chance < playbook.share) return playbook;
    chance -= playbook.share;
  }
  return pick();
}

/** As a client should: the same key again after a lost connection or an answer that says so, with growing pauses. */
async function ask(options: LoadOptions, start: Start): Promise<void> {
  const playbookId = options.playbookIds.get(start.playbook.name);
  // Every other client has it done in its own request (on an `api` worker), the others leave it to the queue.
  const wait = Math.random() < 0.5 ? 0 : 5;
  const holdMs = 1_000 + Math.floor(Math.random() * 2_000);
  const body = JSON.stringify({ inputs: { marker: start.marker, hold_ms: holdMs }, wait });
  const url = `${options.apiOrigin}/api/playbooks/${playbookId}/execute`;
  const headers = { 'Content-Type': 'application/json', 'X-API-Key': options.apiKey, 'Idempotency-Key': start.marker };
  while (Date.now() < start.askedAt + PATIENCE_MS) {
    start.requests += 1;
    const answer = await post(url, headers, body);
    if (answer?.status === 200 || answer?.status === 202) {
      start.executionIds.add(accepted.parse(JSON.parse(answer.text)).executionId);
      return;
    }
    const again = answer === null || answer.status >= 500 || answer.status === 409 || answer.status === 429;
    if (!again) throw new Error(`A start was refused (${answer.status}): ${answer.text.slice(0, 500)}`);
    await sleep(Math.min(MAX_PAUSE_MS, 250 * 2 ** start.requests));
  }
}

/** An event with the marker, as the function that detects events stores and dispatches one. */
async function happen({ app: { engine }, orgId, playbookIds }: LoadOptions, start: Start): Promise<void> {
  const fact = {
    eventId: start.marker,
    eventName: EVENT_NAME,
    subject: start.marker,
    time: new Date(),
    data: { marker: start.marker },
  };
  start.requests += 1;
  await engine.store.commit([factWrite(engine, orgId, fact)]);
  await retryConflicts(() => dispatchEvent(engine, orgId, start.marker));
  const playbookId = playbookIds.get(start.playbook.name) ?? '';
  const occasion = { kind: 'event' as const, triggerId: 'event', eventId: start.marker, event: null };
  start.executionIds.add(executionIdFor({ orgId, playbookId, occasion }));
}

/** Null when the connection ended without an answer. */
async function post(url: string, headers: Record<string, string>, body: string) {
  try {
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}
