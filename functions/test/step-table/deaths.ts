import { startExecution } from '../../src/core/engine/start-execution.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import type { Execution } from '../../src/model/execution.ts';
import { stepCatalog } from '../../src/steps/registry.ts';
import { budget, orgId, paths } from '../kit/engine-kit.ts';
import { createMortal, createTimeline, type Timeline } from '../kit/mortal.ts';
import type { SeenCall } from '../vendors/vendor.ts';
import type { StepRow } from './row.ts';
import { isAction, openWorld, type World } from './table.ts';

/** What became of an act whose worker died, or of one that nobody disturbed. */
export interface Survived {
  readonly execution: Execution;
  /** How often the worker could have died: before and after each commit, each call, each connection, at each fault point. */
  readonly moments: readonly string[];
  /** What the vendors and the mail server were told to do, one text each; a repeat by the same key is the same text. */
  readonly acts: readonly string[];
  /** Acts of which the step itself says that it cannot tell whether they took place. */
  readonly inDoubt: number;
  /** The shop's own documents, without what differs from one execution to the next. */
  readonly documents: readonly string[];
}

const LEASE_MS = 61_000;
const WORKERS = 4;
let asked = 0;

export function effectOf({ action, params }: StepRow) {
  const type = stepCatalog.get(action);
  if (!type || !isAction(type)) throw new Error(`There is no step type ${action}`);
  return typeof type.effect === 'string' ? type.effect : type.effect(type.params.parse(params));
}

/** Does a row's step; the worker dies at the moment of that number, and others go on in its stead. */
export async function survive(row: StepRow, deathAt: number | null): Promise<Survived> {
  const world = await openWorld(row, { byHand: true });
  const timeline = createTimeline(deathAt === null ? {} : { deaths: [deathAt] });
  try {
    const { kit, engine } = world;
    const retry = { maxAttempts: 2, baseDelayMs: 1, maxDelayMs: 1_000 };
    const playbookId = await kit.playbook([{ id: 'act', action: row.action, params: row.params, retry }]);
    const occasion = { kind: 'request', key: `key${++asked}` } as const;
    const { executionId } = await startExecution(engine, kit.request(playbookId, { occasion }), false);
    for (let worker = 0; worker < WORKERS; worker++) {
      await wakeMortal(world, timeline, executionId);
      await kit.clock.advance(LEASE_MS);
    }
    const execution = await kit.execution(executionId);
    const { unknown = 0 } = JSON.parse(execution.stepResults[0]?.outputJson ?? '{}');
    return {
      execution,
      inDoubt: unknown,
      moments: timeline.moments,
      acts: actsOf(world),
      documents: await documentsOf(world),
    };
  } finally {
    world.close();
  }
}

async function wakeMortal({ kit, engine }: World, timeline: Timeline, executionId: string): Promise<void> {
  const mortal = createMortal(timeline);
  const passing = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    await mortal.alive();
    await mortal.pass(`before ${name}`);
    const done = await mortal.io(work);
    await mortal.pass(`after ${name}`);
    return done;
  };
  const { store, services } = engine;
  const { outbound } = services;
  const worker = {
    ...engine,
    store: {
      ...store,
      commit: (writes: Parameters<typeof store.commit>[0]) => passing('commit', () => store.commit(writes)),
    },
    services: {
      ...services,
      outbound: {
        ...outbound,
        fetch: (...given: Parameters<typeof outbound.fetch>) => passing('call', () => outbound.fetch(...given)),
        connect: (...given: Parameters<typeof outbound.connect>) =>
          passing('connection', () => outbound.connect(...given)),
      },
    },
    fault: (name: string) => mortal.passNow(name),
  };
  const work = wakeExecution(worker, orgId, executionId, budget(kit)).then(
    () => null,
    (error: unknown) => {
      if (!mortal.isGone()) throw error;
    },
  );
  await Promise.race([work, mortal.gone]);
}

/** Signing in and asking are no acts. */
function isAct({ host, method, path, body }: SeenCall): boolean {
  if (method === 'GET' || method === 'HEAD' || host === 'oauth2.googleapis.com') return false;
  if (/createSession$|googleAds:search$|\/chat\/completions$/.test(path)) return false;
  return !path.endsWith('/graphql.json') || body.includes('mutation');
}

/** What the vendors and the mail server were told to do. */
export function actsOf({ vendors, inbox }: World): string[] {
  const calls = vendors.calls.filter(isAct).map(({ method, path, headers, body }) => {
    const key = headers['idempotency-key'] ?? plain(body);
    return `${method} ${path} ${String(key)}`;
  });
  return [...calls, ...inbox.mails.map(({ mail, envelope }) => `mail ${mail.messageId} ${envelope.to.join()}`)];
}

/** Parts of a multipart body are held apart by what is random. */
function plain(body: string): string {
  const boundary = /^--(\S+)/.exec(body)?.[1];
  return boundary === undefined ? body : body.replaceAll(boundary, '');
}

/** The books of the engine itself. */
const BOOKS =
  /^(playbooks|playbook_executions|effects|limits|marks|approvals|notifications|events|team|connections|ended|rollups|playbook_rollups|sheet_rows)\//;

async function documentsOf({ store }: World): Promise<string[]> {
  const found: string[] = [];
  for await (const { path, data } of store.subtree.documents(paths.root, null)) {
    const name = path.slice(paths.root.length + 1);
    if (!BOOKS.test(name)) found.push(`${name} ${JSON.stringify(data)}`);
  }
  const same = (text: string) =>
    text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T').replaceAll(/[a-z2-7]{20,}|(?<=PO-\d{8}-)\w+/g, 'ID');
  return found.map(same).toSorted();
}
