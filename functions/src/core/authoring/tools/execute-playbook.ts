import { z } from 'zod';
import { playbookIdSchema } from '../../../model/ids.ts';
import { jsonObject } from '../../../model/json.ts';
import { enqueueAdvance } from '../../engine/enqueue.ts';
import { onRecord } from '../../engine/on-record.ts';
import { type StartRequest, startExecution, unattended } from '../../engine/start-execution.ts';
import { notingFinal } from './deeds.ts';
import { callKey, clickFor, livePlaybookOf } from './stored-playbook.ts';
import { defineTool } from './tool.ts';

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
  byClick: (context, { playbookId }) => clickFor(context, playbookId, 'Run'),
  call: async (context, { playbookId, inputs = {} }) => {
    const { engine, orgId, actor, member } = context;
    const { name } = await livePlaybookOf(context, playbookId);
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
