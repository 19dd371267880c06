import type { JsonObject, JsonValue } from '@model/json.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const startSchema = z.object({
  occasion: z.object({
    type: z.string(),
    triggerId: z.string().nullable(),
    eventId: z.string().nullable(),
    scheduledFor: z.string().nullable(),
  }),
  at: moment,
  /** The execution that live mode makes of it, or made. */
  executionId: z.string().nullable(),
  outcome: z.string(),
  wouldHave: z.array(z.string()),
  dryRunId: z.string().nullable(),
});
const simulationSchema = z.object({
  from: moment,
  to: moment,
  starts: z.array(startSchema),
  counted: z.number(),
  rehearsed: z.number(),
  summary: z.string(),
  acts: z.array(z.object({ action: z.string(), times: z.number(), words: z.string() })),
  notes: z.array(z.string()),
});
export type Simulation = z.infer<typeof simulationSchema>;
export type SimulatedStart = z.infer<typeof startSchema>;

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
