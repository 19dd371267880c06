import { NonRetriableError } from '../../src/core/engine/errors.ts';
import { startExecution } from '../../src/core/engine/start-execution.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { createEngineKit, type EngineKit, makeStep, orgId } from './engine-kit.ts';

/** An engine whose steps are made up: `give` gives its params, `pause` takes ten seconds, `fail` fails, `tell` tells the test, which is a `once` effect. */
export async function createFlowKit() {
  const told: JsonValue[] = [];
  const kit = await createEngineKit([
    makeStep('give', (params) => params),
    makeStep('pause', async (_, { clock }) => {
      await clock.sleep(10_000);
      return {};
    }),
    makeStep('fail', () => {
      throw new NonRetriableError('No such page');
    }),
    makeStep('tell', ({ text = null }) => ({ place: told.push(text) }), 'once'),
  ]);
  return { kit, told };
}

export const tell = (text: string, more: JsonObject = {}): JsonObject => ({
  action: 'tell',
  params: { text },
  ...more,
});

/** Makes a playbook of these steps, starts it, and lets it go as far as it can now, if it `goes`. */
export async function start(
  kit: EngineKit,
  steps: readonly JsonObject[],
  more: Readonly<Record<string, unknown>> = {},
  goes = true,
) {
  const playbookId = await kit.playbook(steps, more);
  const { executionId } = await startExecution(kit.engine, kit.request(playbookId), false);
  if (!goes) return executionId;
  kit.queued.push({ handler: 'advance', data: { orgId, executionId }, name: 'first', at: null });
  await kit.drain();
  return executionId;
}

export async function statuses(kit: EngineKit, executionId: string) {
  const { stepResults } = await kit.execution(executionId);
  return Object.fromEntries(stepResults.map(({ path, status }) => [path, status]));
}

export async function outputAt(kit: EngineKit, executionId: string, path: string): Promise<unknown> {
  const text = (await kit.execution(executionId)).stepResults.find((one) => one.path === path)?.outputJson;
  return text == null ? text : JSON.parse(text);
}
