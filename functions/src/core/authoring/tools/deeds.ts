import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { readContract } from '../../../model/contract.ts';
import { type Deed, deedSchema } from '../../../model/deed.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { type Playbook, type PlaybookPatch, readSteps } from '../../../model/playbook.ts';
import type { Write } from '../../ports.ts';
import type { Beside } from '../save-playbook.ts';
import type { ToolContext } from './tool.ts';

const KEPT = 5;
/** Together, as JSON; a document has room for some more. */
const MAX_LENGTH = 400_000;

type Talking = Pick<ToolContext, 'engine' | 'orgId' | 'conversationId'>;

/** What the conversation has written, the newest last; none where there is no conversation. */
export async function readDeeds({ engine, orgId, conversationId }: Talking): Promise<readonly Deed[]> {
  if (conversationId === null) return [];
  const stored = await engine.store.get(tenantPaths(orgId).deeds(conversationId));
  const list: unknown[] = stored === null ? [] : z.array(z.unknown()).parse(JSON.parse(stored.data.deedsJson));
  // One that nobody can read any more cannot be undone, and keeps nothing else from being done.
  return list.flatMap((one) => deedSchema.safeParse(one).data ?? []);
}

export function deedsWrite({ orgId, conversationId }: Talking, deeds: readonly Deed[]): Write[] {
  if (conversationId === null) return [];
  let kept = deeds.slice(-KEPT);
  while (JSON.stringify(kept).length > MAX_LENGTH) kept = kept.slice(1);
  const { path } = tenantPaths(orgId).deeds(conversationId);
  return [{ op: 'set', path, data: { deedsJson: JSON.stringify(kept) } }];
}

/** Notes, in the commit of a change, how it is put back. */
export async function notingDeed(talking: Talking): Promise<Beside> {
  const before = await readDeeds(talking);
  return ({ playbookId, playbook }, was) => {
    const { name, updatedAt } = playbook;
    const told = { playbookId, name, updatedAt: (updatedAt ?? talking.engine.clock.now()).toISOString() };
    if (was === null) return deedsWrite(talking, [...before, { kind: 'created', ...told }]);
    const back = wayBack(was, playbook);
    const from = was.updatedAt?.toISOString() ?? null;
    return back === null ? [] : deedsWrite(talking, [...before, { kind: 'changed', ...told, from, back }]);
  };
}

/** What is left once a change was put back, at `now`: the deed before it can be undone as if there had been none. */
export function withoutChange(left: readonly Deed[], undone: Extract<Deed, { kind: 'changed' }>, now: Date): Deed[] {
  return left.map((deed) => {
    const isBefore = deed.kind !== 'final' && deed.playbookId === undone.playbookId && deed.updatedAt === undone.from;
    return isBefore ? { ...deed, updatedAt: now.toISOString() } : deed;
  });
}

/** The same for what nobody can put back. */
export async function notingFinal(talking: Talking, words: string): Promise<Write[]> {
  return deedsWrite(talking, [...(await readDeeds(talking)), { kind: 'final', words }]);
}

/** The change after which a playbook is as it was before; null where nothing is to be put back. */
function wayBack(before: Playbook, after: Playbook): PlaybookPatch | null {
  const [was, is] = [wishesOf(before), wishesOf(after)];
  const names = Object.keys(was) as (keyof typeof was)[];
  const changed = names.filter((name) => !isDeepStrictEqual(was[name], is[name]));
  if (changed.length === 0) return null;
  const day = before.status === 'paused' ? before.pause?.until?.toISOString().slice(0, 10) : undefined;
  return { ...Object.fromEntries(changed.map((name) => [name, was[name]])), ...(day && { until: day }) };
}

function wishesOf(playbook: Playbook) {
  const { name, description, category, agent, status, triggers, inputs, overlap, dryRun } = playbook;
  const steps = [...readSteps(playbook.steps, playbook.stepsJson)];
  const onFailure = [...readSteps(playbook.onFailure, playbook.onFailureJson)];
  const contract = readContract(playbook.contractJson);
  return { name, description, category, agent, status, triggers, inputs, steps, onFailure, overlap, dryRun, contract };
}
