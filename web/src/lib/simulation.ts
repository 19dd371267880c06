import { z } from 'zod';

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
export const simulationSchema = z.object({
  from: moment,
  to: moment,
  starts: z.array(startSchema),
  counted: z.number(),
  rehearsed: z.number(),
  summary: z.string(),
  acts: z.array(z.object({ action: z.string(), times: z.number(), words: z.string() })),
  notes: z.array(z.string()),
});
/** What something would have done: every start, and how it went in a dry run. */
export type Simulation = z.infer<typeof simulationSchema>;
export type SimulatedStart = z.infer<typeof startSchema>;
