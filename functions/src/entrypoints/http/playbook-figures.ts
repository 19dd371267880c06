import { z } from 'zod';
import { playbookFigures } from '../../core/explain/playbook-figures.ts';
import { executionSchema } from '../../model/execution.ts';
import { playbookIdSchema } from '../../model/ids.ts';
import { problemSchema } from '../../model/problem.ts';
import { type Route, tenantRoute } from './route.ts';

const MOST_IDS = 25;
const status = z.enum(executionSchema.options.map((option) => option.shape.status.value));

const figuresView = z
  .object({
    playbookId: z.string(),
    recent: z
      .array(
        z.object({
          executionId: z.string(),
          status,
          createdAt: z.iso.datetime(),
          durationMs: z.int().nullable(),
        }),
      )
      .meta({ description: 'The last twelve, the newest first, without dry runs' }),
    completed: z.int().meta({ description: 'In the last 30 days, up to 1,000' }),
    failed: z.int().meta({ description: 'In the last 30 days, up to 1,000' }),
    costMicros: z
      .int()
      .nullable()
      .meta({ description: 'What one of the recent ones has cost on average, in millionths of a US dollar' }),
  })
  .meta({ id: 'PlaybookFigures' });

const idsQuery = z.object({
  ids: z
    .string()
    .max(2_000)
    .transform((text) => [...new Set(text.split(',').filter((id) => id !== ''))])
    .pipe(z.array(playbookIdSchema).min(1).max(MOST_IDS, `At most ${MOST_IDS} at a time`)),
});

/** How playbooks did lately. */
export const playbookFiguresRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/playbooks/figures',
      summary: 'How playbooks did lately: their last executions, how many succeeded in 30 days, and what one costs',
      query: idsQuery,
      answers: { 200: z.object({ items: z.array(figuresView) }), 422: problemSchema },
    },
    { role: 'viewer', scope: 'executions:read' },
    async ({ app, caller: { orgId }, query: { ids } }) => {
      const found = await playbookFigures(app.engine, orgId, ids);
      const items = found.map(({ recent, ...rest }) => ({
        ...rest,
        recent: recent.map(({ createdAt, ...one }) => ({ ...one, createdAt: createdAt.toISOString() })),
      }));
      return { status: 200, body: { items } };
    },
  ),
];
