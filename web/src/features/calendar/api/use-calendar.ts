import { modeSchema, triggeredBySchema } from '@model/execution.ts';
import { z } from 'zod';
import { useNow } from '../../../lib/time.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const instant = z.iso.datetime().transform((text) => new Date(text));
const start = z.object({
  playbookId: z.string(),
  playbookName: z.string(),
  triggerId: z.string(),
  isPaused: z.boolean(),
});
const status = z.enum(['queued', 'running', 'waiting', 'completed', 'failed', 'canceled', 'skipped']);
const answerSchema = z.object({
  timezone: z.string(),
  now: instant,
  days: z.array(
    z.object({
      day: z.string(),
      from: instant,
      to: instant,
      executions: z.int(),
      failed: z.int(),
      ahead: z.int(),
    }),
  ),
  executions: z.array(
    z.object({
      executionId: z.string(),
      playbookId: z.string(),
      playbookName: z.string(),
      status,
      mode: modeSchema,
      triggeredBy: triggeredBySchema,
      at: instant,
    }),
  ),
  starts: z.array(start.extend({ at: instant })),
  bands: z.array(
    start.extend({
      day: z.string(),
      first: instant,
      last: instant,
      count: z.int(),
      everyMinutes: z.number().nullable(),
    }),
  ),
  playbooks: z.array(z.object({ playbookId: z.string(), name: z.string() })),
  mostCounted: z.int(),
  isWhole: z.boolean(),
});
/** What ran and what will start, by day. */
export type CalendarAnswer = z.infer<typeof answerSchema>;

const FRESH_MS = 5 * 60_000;

interface Range {
  readonly from: string;
  readonly to: string;
  readonly playbookId: string | null;
}

/** The days from one to another, both included; asked anew every five minutes. */
export function useCalendar({ from, to, playbookId }: Range): Live<CalendarAnswer> {
  const tick = Math.floor(useNow(FRESH_MS).getTime() / FRESH_MS);
  const query = new URLSearchParams({ from, to, ...(playbookId !== null && { playbookId }) }).toString();
  const live = useAnswer(`${query}|${tick}`, (api) =>
    api.call({ method: 'GET', path: `/api/calendar?${query}`, answer: answerSchema }),
  );
  // What is known of other days is not shown in place of these.
  const isOther = live.status === 'ready' && live.value.days[0]?.day !== from;
  return isOther ? { status: 'loading' } : live;
}
