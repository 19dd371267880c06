import { z } from 'zod';
import { budget, createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { top } from '../../model/paths.ts';
import { startExecution } from '../engine/start-execution.ts';
import { defineStep } from '../engine/step-type.ts';
import { wakeExecution } from '../engine/wake-execution.ts';
import type { Store } from '../ports.ts';
import { type Forecast, forecastPlaybook } from './forecast.ts';

export const daily = { type: 'schedule', id: 'daily', cron: '0 9 * * *', timezone: 'America/New_York' };
export const lowStock = { type: 'event', id: 'low', eventName: 'inventory.low_stock', filter: 'event.quantity < 5' };

const mail = makeStep('mail', () => ({}), 'once');
export const types = [
  makeStep('do', () => ({})),
  { ...mail, limit: 'email_send' } as typeof mail,
  defineStep<{ words: number }, unknown>({
    ...(makeStep('write', () => ({})) as object as Omit<Parameters<typeof defineStep>[0], 'params'>),
    params: z.strictObject({ words: z.number() }),
    output: z.unknown(),
    effect: 'none',
    risk: 'safe',
    worstCase: ({ words }) => ({ tokens: words * 2 }),
    run: async () => ({}),
    dryRun: async () => ({ output: {}, wouldHave: 'would have written' }),
  }),
];
export const create = (store?: Store) => createEngineKit(types, store ? { store } : {});

export async function forecast(kit: EngineKit, playbookId: string): Promise<Forecast> {
  const stored = await kit.store.get(paths.playbook(playbookId));
  if (stored === null) throw new Error('The playbook is gone');
  return forecastPlaybook(kit.engine, orgId, playbookId, stored.data);
}

export const setTenant = (kit: EngineKit, fields: Record<string, unknown>) =>
  kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields }]);

export async function execute(kit: EngineKit, playbookId: string, key: string, more = {}): Promise<void> {
  const request = kit.request(playbookId, { occasion: { kind: 'request', key }, ...more });
  const { executionId } = await startExecution(kit.engine, request, false);
  await wakeExecution(kit.engine, orgId, executionId, budget(kit));
}
