import type { JsonObject, JsonValue } from '@model/json.ts';
import type { Api } from '../../../lib/api.ts';
import { type Simulation, simulationSchema } from '../../../lib/simulation.ts';

/** Over what happened in the last days; or once, with given facts. */
export type SimulationWish = { readonly days: number } | { readonly inputs: JsonObject; readonly event: JsonValue };

/** What a playbook would have done. Nothing is sent, written or changed. */
export function simulatePlaybook(api: Api, playbookId: string, wish: SimulationWish): Promise<Simulation> {
  return api.call({
    method: 'POST',
    path: `/api/playbooks/${encodeURIComponent(playbookId)}/simulate`,
    body: wish,
    answer: simulationSchema,
  });
}
