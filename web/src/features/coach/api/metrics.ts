import { figureNameSchema } from '@model/figure-words.ts';
import { queries } from '@model/query.ts';
import type { WrittenFigures } from '@model/written-figures.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { plusDays } from '../../../lib/days.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection } from '../../../lib/use-live.ts';
import { figuresOfDay, type WrittenDay } from './metrics-draft.ts';

/** As far back as figures are shown. */
const SHOWN_DAYS = 120;

/** What was written down lately, the oldest day first, live. */
export function useWrittenDays(today: string): Live<readonly WrittenDay[]> {
  const { orgId } = useSession();
  const live = useCollection(
    queries.metricsOfDays(orgId, plusDays(today, -SHOWN_DAYS), today, { limit: 2 * SHOWN_DAYS }),
  );
  if (live.status !== 'ready') return live;
  return { status: 'ready', value: live.value.flatMap(({ id, data }) => figuresOfDay(id, data)) };
}

/** Writes figures of a day down; null takes one back. */
export async function writeFigures(api: Api, date: string, body: WrittenFigures): Promise<void> {
  await api.call({ method: 'PUT', path: `/api/coach/metrics/${date}`, body, answer: z.object({ date: z.string() }) });
}

const importSchema = z.object({
  days: z.array(
    z.object({
      date: z.string(),
      changes: z.array(
        z.object({ name: figureNameSchema, before: z.number().nullable(), after: z.number().nullable() }),
      ),
    }),
  ),
  problems: z.array(z.object({ line: z.number(), column: z.string().nullable(), message: z.string() })),
  ignored: z.array(z.string()),
  notes: z.array(z.string()),
});
export type TableLook = z.infer<typeof importSchema>;

/** Says what a table would write, or writes all of it. */
export function sendTable(api: Api, csv: string, dryRun: boolean): Promise<TableLook> {
  return api.call({
    method: 'POST',
    path: '/api/coach/metrics/import',
    body: { csv, dryRun },
    answer: importSchema,
  });
}
