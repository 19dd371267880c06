import { setTimeout as sleep } from 'node:timers/promises';
import { updatePlaybook } from '../functions/src/core/authoring/save-playbook.ts';
import { decideApproval } from '../functions/src/core/engine/decide-approval.ts';
import { pauseTenant, resumeTenant } from '../functions/src/core/governance/pause.ts';
import { changeTenant } from '../functions/src/core/governance/settings.ts';
import type { Actor } from '../functions/src/model/audit.ts';
import { tenantPaths, top } from '../functions/src/model/paths.ts';
import { type HeldChoice, heldChoiceSchema, type Resumed } from '../functions/src/model/pause.ts';
import { queries } from '../functions/src/model/query.ts';
import { playbooks } from './playbooks.ts';
import type { Seeded } from './seed.ts';

/** A pause that is over; `playbookId`: null for one of the whole tenant. */
export interface PastPause extends Resumed {
  readonly playbookId: string | null;
}

export interface Governor {
  readonly pauses: readonly PastPause[];
  /** Ends the pauses, lifts the limit, and goes on answering questions. */
  letGo(): Promise<void>;
  close(): Promise<void>;
}

/** Of the tenant and of a playbook, not in step. */
const TENANT_MS = { free: 13_000, paused: 6_000 };
const PLAYBOOK_MS = { free: 11_000, paused: 8_000 };
const RAISE_MS = 10_000;
const MAILS = { atFirst: 5, more: 15, enough: 100_000 };
const ANSWER_MS = 1_500;

type World = Pick<Seeded, 'app' | 'orgId' | 'ownerId' | 'playbookIds'>;

/**
 * What people do meanwhile: pause and resume everything, and one playbook, with each choice in turn; raise a daily limit
 * step by step; and say yes to what is asked.
 */
export function startGovernor(world: World, onError: (error: Error) => void): Governor {
  const { app, orgId, ownerId } = world;
  const actor: Actor = { kind: 'user', id: ownerId, name: 'Olive', from: null };
  const pauses: PastPause[] = [];
  const [load, whole] = [new AbortController(), new AbortController()];
  const loops = [
    again(load.signal, (turn) => pauseAll(world, actor, { turn, pauses, signal: load.signal })),
    again(load.signal, (turn) => pauseOne(world, actor, { turn, pauses, signal: load.signal })),
    again(load.signal, async (turn) => {
      await allowMails(world, actor, MAILS.atFirst + turn * MAILS.more);
      await rest(RAISE_MS, load.signal);
    }),
  ];
  const answers = again(whole.signal, async () => {
    const asked = await app.engine.store.query(queries.approvalsByStatus(orgId, 'pending', { limit: 100 }));
    for (const { id, data } of asked) {
      if (data?.kind !== 'act') continue;
      await decideApproval(app.engine, orgId, id, { status: 'approved', by: ownerId, reason: null, actor });
    }
    await rest(ANSWER_MS, whole.signal);
  });
  for (const loop of [...loops, answers]) loop.catch(onError);
  return {
    pauses,
    letGo: async () => {
      load.abort();
      await Promise.all(loops);
      await allowMails(world, actor, MAILS.enough);
    },
    close: async () => {
      load.abort();
      whole.abort();
      await Promise.allSettled([...loops, answers]);
    },
  };
}

async function again(signal: AbortSignal, act: (turn: number) => Promise<void>): Promise<void> {
  for (let turn = 0; !signal.aborted; turn++) await act(turn);
}

/** Until the time is over, or the signal comes. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

interface Pausing {
  readonly turn: number;
  readonly pauses: PastPause[];
  readonly signal: AbortSignal;
}

function choiceOf(turn: number): HeldChoice {
  const choices = heldChoiceSchema.options;
  return choices[turn % choices.length] ?? 'latest';
}

async function pauseAll({ app: { engine }, orgId }: World, actor: Actor, { turn, pauses, signal }: Pausing) {
  await rest(TENANT_MS.free, signal);
  if (signal.aborted) return;
  await pauseTenant(engine, orgId, actor, 'Stocktaking');
  await rest(TENANT_MS.paused, signal);
  await resumeTenant(engine, orgId, actor, choiceOf(turn));
  const tenant = await engine.store.get(top.tenant(orgId));
  if (tenant?.data.resumed) pauses.push({ ...tenant.data.resumed, playbookId: null });
}

/** The one that is started by events. */
async function pauseOne({ app, orgId, playbookIds }: World, actor: Actor, { turn, pauses, signal }: Pausing) {
  const playbookId = playbookIds.get(playbooks.find(({ isByEvent }) => isByEvent)?.name ?? '') ?? '';
  await rest(PLAYBOOK_MS.free, signal);
  if (signal.aborted) return;
  await updatePlaybook(app.engine, orgId, playbookId, { status: 'paused' }, actor);
  await rest(PLAYBOOK_MS.paused, signal);
  await updatePlaybook(app.engine, orgId, playbookId, { status: 'active', held: choiceOf(turn) }, actor);
  const playbook = await app.engine.store.get(tenantPaths(orgId).playbook(playbookId));
  if (playbook?.data.resumed) pauses.push({ ...playbook.data.resumed, playbookId });
}

async function allowMails({ app, orgId }: World, actor: Actor, count: number): Promise<void> {
  await changeTenant(app.engine, orgId, actor, { limits: { daily: { email_send: count } } });
}
