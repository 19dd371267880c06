import { z } from 'zod';
import { playbookIdSchema } from '../../../model/ids.ts';
import { jsonObject } from '../../../model/json.ts';
import type { Playbook } from '../../../model/playbook.ts';
import { enqueueAdvance } from '../../engine/enqueue.ts';
import { onRecord } from '../../engine/on-record.ts';
import { type StartRequest, startExecution, unattended } from '../../engine/start-execution.ts';
import { stepsOf } from '../../governance/connection-use.ts';
import { ChangedMeanwhileError } from '../save-playbook.ts';
import { normalizePlaybook } from '../validate-playbook.ts';
import { buildCard } from './card.ts';
import { changedMeanwhile, notSeen } from './change-status.ts';
import { notingFinal } from './deeds.ts';
import { callKey, clickFor, livePlaybookOf } from './stored-playbook.ts';
import { defineTool, type ToolContext, ToolError } from './tool.ts';

const MAX_SHOWN = 1_000;

const params = z.strictObject({ playbookId: playbookIdSchema, inputs: jsonObject.optional() });

export const executePlaybook = defineTool<z.infer<typeof params>>({
  name: 'execute_playbook',
  title: 'Run a playbook',
  description:
    'Runs a playbook now, for real. `inputs`: what it asks for, by name. Use simulate_playbook to see what it would do.',
  params,
  role: 'editor',
  scope: 'executions:run',
  writes: true,
  isFinal: true,
  isPersons: true,
  byClick: async (context, { playbookId, inputs = {} }) => {
    const playbook = await livePlaybookOf(context, playbookId);
    const isNew = playbook.status === 'draft';
    if (!context.isTainted && !isNew) return null;
    const given = Object.entries(inputs).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    const how = given.length === 0 ? '' : ` with ${given.join(', ')}`;
    const click = await clickFor(context, playbookId, 'Run', how);
    // What a person has never said yes to is shown first, and what is too long to be read is not offered.
    const part = isNew
      ? { type: 'card' as const, card: await buildCard(context, { playbookId, playbook }) }
      : click.part;
    return { sentence: how.length > MAX_SHOWN ? null : click.sentence, part };
  },
  call: async (context, { playbookId, inputs = {} }) => {
    const { engine, orgId, actor, member } = context;
    const playbook = await livePlaybookOf(context, playbookId);
    const { name } = playbook;
    await assertAsShown(context, playbookId, playbook);
    if (playbook.isTainted && context.chosenBy !== 'click') throw await notSeen(context, playbookId);
    assertNeedsNoEvent(playbook);
    const words = `“${name}” was run, which cannot be undone; an execution that is under way can be canceled on its page.`;
    const start: StartRequest = {
      ...unattended,
      orgId,
      playbookId,
      occasion: { kind: 'request', key: callKey(context) },
      triggeredBy: 'agent',
      startedBy: actor.id,
      member,
      inputs,
      alongside: await notingFinal(context, words),
    };
    const { executionId, status, skipped } = await startExecution(engine, onRecord(engine, start, actor), false);
    if (skipped !== null) {
      return { result: { executionId, name, status: 'skipped', why: skipped.message }, isTainted: false, parts: [] };
    }
    await enqueueAdvance(engine, orgId, executionId, null);
    const result = { executionId, playbookId, name, status };
    return { result, isTainted: false, parts: [{ type: 'execution', executionId }] };
  },
});

/** Run by hand there is no event, and every step that tells of one would fail. */
function assertNeedsNoEvent(playbook: Playbook): void {
  const { name, triggers } = playbook;
  const isOfEvents = triggers.length > 0 && triggers.every(({ type }) => type === 'event' || type === 'webhook');
  if (!isOfEvents || !/\bevent\./.test(JSON.stringify(stepsOf(playbook)))) return;
  throw new ToolError(
    `“${name}” tells of what starts it, and by hand nothing does. Ask what it would have done last week instead`,
  );
}

/** A click is a yes to what was shown. Of what a person orders by name, whatever is there is meant. */
async function assertAsShown(context: ToolContext, playbookId: string, playbook: Playbook): Promise<void> {
  const seen = context.chosenBy === 'click' ? context.shown(playbookId) : null;
  if (seen === null) return;
  const normalized = normalizePlaybook(playbook, context.engine.catalog);
  if (!('problems' in normalized) && normalized.versionId === seen) return;
  throw await changedMeanwhile(context, playbookId, new ChangedMeanwhileError(playbook.name));
}
