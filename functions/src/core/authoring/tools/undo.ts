import { z } from 'zod';
import type { Deed } from '../../../model/deed.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { queries } from '../../../model/query.ts';
import { ConflictError } from '../../ports.ts';
import { deletePlaybook, updatePlaybook } from '../save-playbook.ts';
import { buildCard } from './card.ts';
import { deedsWrite, readDeeds, withoutChange } from './deeds.ts';
import { defineTool, type ToolContext, ToolError, type ToolOutcome } from './tool.ts';

const params = z.strictObject({});
type Done<K extends Deed['kind']> = Extract<Deed, { kind: K }>;

export const undo = defineTool<z.infer<typeof params>>({
  name: 'undo',
  title: 'Undo',
  description:
    'Takes back the last thing that this conversation made or changed: a draft is removed, a change or a status put back. Says so where that is not possible.',
  params,
  role: 'editor',
  scope: null,
  writes: true,
  isFinal: false,
  byClick: async () => ({ sentence: 'Undo', part: null }),
  call: async (context) => {
    const deeds = await readDeeds(context);
    const last = deeds.at(-1);
    if (last === undefined) throw new ToolError('There is nothing in this conversation that I could undo');
    if (last.kind === 'final') throw new ToolError(last.words);
    const left = deeds.slice(0, -1);
    return last.kind === 'created' ? removed(context, last, left) : putBack(context, last, left);
  },
});

async function asLeft({ engine, orgId }: ToolContext, deed: Done<'created'> | Done<'changed'>) {
  const stored = await engine.store.get(tenantPaths(orgId).playbook(deed.playbookId));
  if (stored === null) throw new ToolError(`“${deed.name}” is gone already`);
  const isOurs = stored.data.updatedAt?.toISOString() === deed.updatedAt;
  return { playbook: stored.data, version: stored.version, isOurs };
}

async function removed(context: ToolContext, deed: Done<'created'>, left: readonly Deed[]): Promise<ToolOutcome> {
  const { engine, orgId, actor } = context;
  const { playbookId, name } = deed;
  const { playbook, version, isOurs } = await asLeft(context, deed);
  if (playbook.status !== 'draft') {
    const words = `“${name}” is ${playbook.status} by now, so I did not remove it. Shall I pause or archive it?`;
    const choices = [`Pause ${name}`, `Archive ${name}`];
    const result = { done: false, words, choices };
    return { result, isTainted: false, parts: [{ type: 'choices', choices }] };
  }
  if (!isOurs) throw new ToolError(`“${name}” was changed since; remove it on its page if you want to`);
  const [ran] = await engine.store.query(queries.executionsOf(orgId, playbookId, { limit: 1 }));
  if (ran !== undefined) throw new ToolError(`“${name}” was run already, so it stays; I can archive it`);
  try {
    await deletePlaybook(engine, orgId, playbookId, actor, { beside: deedsWrite(context, left), ifVersion: version });
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    throw new ToolError(`“${name}” was changed at the same moment; see what it is now`);
  }
  return { result: { done: true, removed: name, playbookId }, isTainted: false, parts: [] };
}

async function putBack(context: ToolContext, deed: Done<'changed'>, left: readonly Deed[]): Promise<ToolOutcome> {
  const { engine, orgId, actor } = context;
  const { playbookId, name, back } = deed;
  await asLeft(context, deed);
  const saved = await updatePlaybook(engine, orgId, playbookId, back, actor, {
    beside: ({ playbook }, before) => {
      if (before?.updatedAt?.toISOString() !== deed.updatedAt) {
        throw new ToolError(`“${name}” was changed again since, by somebody else or on its page; I left it as it is`);
      }
      return deedsWrite(context, withoutChange(left, deed, playbook.updatedAt ?? engine.clock.now()));
    },
  });
  if (saved === null) throw new ToolError(`“${name}” is gone already`);
  const card = await buildCard(context, saved, [`It is as it was before.`]);
  const result = { done: true, restored: saved.playbook.name, playbookId, status: saved.playbook.status };
  return { result, isTainted: false, parts: [{ type: 'card', card }] };
}
