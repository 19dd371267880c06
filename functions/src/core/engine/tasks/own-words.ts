import { canonicalJson, type JsonValue } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { allSteps, type Step } from '../../../model/step.ts';
import type { Task } from '../../../model/task.ts';
import type { Engine } from '../engine.ts';
import { readContent } from '../step-input.ts';
import type { AnyStepType } from '../step-type.ts';
import type { Work } from './handlers.ts';

/**
 * Whether all that a task would say stands, letter for letter, in the playbook whose step has asked for it: strangers may
 * have had a say in when it is said, and in none of its words. What was filled in from elsewhere does not count.
 */
export async function saysOwnWords(
  engine: Engine,
  orgId: string,
  { executionId }: Task,
  work: Work,
  type: AnyStepType,
): Promise<boolean> {
  const { ownWords = [] } = type.kind === 'action' ? type : {};
  if (ownWords.length === 0 || executionId === null) return false;
  const asking = await engine.store.get(tenantPaths(orgId).execution(executionId));
  const content = asking === null ? null : await readContent(engine, orgId, asking.data);
  const steps = content === null ? [] : allSteps([...content.steps, ...content.onFailure]);
  return steps.some((step) => ownWords.every((name) => isWritten(step, work, name)));
}

function isWritten({ params: asked }: Step, { action, params }: Work, name: string): boolean {
  const { action: wanted, params: given = null } = asked;
  const written = wanted === action && isObject(given) ? given[name] : undefined;
  const said = params[name];
  if (written === undefined || said === undefined) return false;
  const text = canonicalJson(written);
  return !text.includes('{{') && text === canonicalJson(said);
}

function isObject(value: JsonValue): value is { [name: string]: JsonValue } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
