import type { Hook } from '../../model/hook.ts';
import { top } from '../../model/paths.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import { allSteps } from '../../model/step.ts';
import type { Engine } from './engine.ts';
import type { Holder } from './holder.ts';

/** The address at which the outside answers an execution's waiting steps; made when the first worker begins. */
export async function callbackUrlOf(engine: Engine, holder: Holder, content: PlaybookContent): Promise<string | null> {
  const origin = engine.services.setting('API_ORIGIN');
  const steps = allSteps([...content.steps, ...content.onFailure]);
  if (origin === null || !steps.some(({ params }) => 'callback' in params)) return null;
  const { orgId, executionId, state } = holder;
  const [found] = await engine.store.query(queries.hookOf(executionId));
  if (found) return `${origin}/api/hooks/${found.id}`;
  const hook: Hook = { orgId, executionId, expireAt: state.expireAt };
  const hookId = engine.random.token();
  await holder.commit({ op: 'create', path: top.hook(hookId).path, data: hook });
  return `${origin}/api/hooks/${hookId}`;
}
