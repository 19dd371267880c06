import { isWebhook } from '../../model/hook.ts';
import type { JsonValue } from '../../model/json.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { playbookContentSchema } from '../../model/playbook.ts';
import { blocksOf, type Step } from '../../model/step.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from './engine.ts';
import { callbackDocument } from './executors/wait.ts';
import { signalExecution } from './signal.ts';

/** Answers that lie there unread; more than an execution can wait for at one time are none of ours. */
const MAX_UNREAD = 200;

/** Hands an answer from outside to the step that waits, or will wait, for it. False when the address leads nowhere (any more). */
export async function receiveCallback(engine: Engine, hookId: string, path: string, body: JsonValue): Promise<boolean> {
  const hook = await engine.store.get(top.hook(hookId));
  const now = engine.clock.now();
  if (hook === null || isWebhook(hook.data) || hook.data.expireAt <= now) return false;
  const { orgId, executionId, expireAt } = hook.data;
  if (!(await isWaitedFor(engine, orgId, executionId, path))) return false;
  const id = `callback_${deriveId(path).slice(0, 20)}`;
  const document = tenantPaths(orgId).output(executionId, callbackDocument(path)).path;
  const told = await signalExecution(engine, orgId, executionId, {
    id,
    signal: { kind: 'callback', path, at: now },
    alongside: [{ op: 'set', path: document, data: { outputJson: JSON.stringify(body), expireAt } }],
  });
  return told.kind === 'told';
}

async function isWaitedFor({ store }: Engine, orgId: string, executionId: string, path: string): Promise<boolean> {
  const paths = tenantPaths(orgId);
  const execution = await store.get(paths.execution(executionId));
  if (execution === null) return false;
  const { playbookId, versionId, signals } = execution.data;
  if (Object.values(signals).filter(({ kind }) => kind === 'callback').length >= MAX_UNREAD) return false;
  const version = await store.get(paths.version(playbookId, versionId));
  if (version === null) return false;
  const { steps, onFailure } = playbookContentSchema.parse(JSON.parse(version.data.contentJson));
  return leadsToWait([...steps, ...onFailure], path.split('.'));
}

/** Whether an address is that of a step that waits for an answer. The place of an item is only a number here. */
function leadsToWait(steps: readonly Step[], [part = '', ...rest]: readonly string[]): boolean {
  const [, id, key] = /^([\w-]+)(?:\[([\w-]{1,64})\])?$/.exec(part) ?? [];
  const step = steps.find((one) => one.id === id);
  if (!step) return false;
  if (rest.length === 0) return key === undefined && step.action === 'wait' && step.params.callback !== undefined;
  return leadsToWait(
    blocksOf(step).flatMap((block) => block.steps),
    rest,
  );
}
