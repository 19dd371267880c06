import type { JsonValue } from '../../model/json.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from './engine.ts';
import { callbackDocument } from './executors/wait.ts';
import { signalExecution } from './signal.ts';

/** Hands an answer from outside to the step that waits, or will wait, for it. False when the address leads nowhere (any more). */
export async function receiveCallback(engine: Engine, hookId: string, path: string, body: JsonValue): Promise<boolean> {
  const hook = await engine.store.get(top.hook(hookId));
  const now = engine.clock.now();
  if (hook === null || hook.data.expireAt <= now) return false;
  const { orgId, executionId, expireAt } = hook.data;
  const id = `callback_${deriveId(path).slice(0, 20)}`;
  const document = tenantPaths(orgId).output(executionId, callbackDocument(path)).path;
  const told = await signalExecution(engine, orgId, executionId, {
    id,
    signal: { kind: 'callback', path, at: now },
    alongside: [{ op: 'set', path: document, data: { outputJson: JSON.stringify(body), expireAt } }],
  });
  return told.kind === 'told';
}
