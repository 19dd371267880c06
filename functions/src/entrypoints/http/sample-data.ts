import { z } from 'zod';
import type { App } from '../../app.ts';
import { putSampleData, removeSampleData, SampleDataError } from '../../core/authoring/sample/sample-data.ts';
import { businessSchema } from '../../model/business.ts';
import { top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { actorOf } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const administer = { role: 'admin', scope: null } as const;
const path = '/api/sample-data';
/** More active playbooks than this are not counted one by one. */
const COUNTED = 1_000;

const sampleView = z.object({
  sample: z.object({ business: businessSchema, since: z.iso.datetime(), documents: z.int() }).nullable(),
  /** How many active playbooks would work with it from then on. */
  activePlaybooks: z.int(),
});

/** Data of a made-up shop, to try things with. */
export const sampleDataRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path,
      summary: 'Whether there is sample data, and how many active playbooks there are',
      answers: { 200: sampleView },
    },
    { role: 'viewer', scope: 'playbooks:read' },
    async ({ app, caller: { orgId } }) => ({ status: 200, body: await viewOf(app, orgId) }),
  ),
  tenantRoute(
    {
      method: 'post',
      path,
      summary: 'Put the data of a made-up business among your own, marked as such; nothing starts by it',
      body: z
        .strictObject({
          business: businessSchema,
          /** `large`: a gym with 3,832 prospects. */
          size: z.enum(['small', 'large']).default('small'),
        })
        .refine(({ business, size }) => business === 'gym' || size === 'small', {
          path: ['size'],
          message: 'Only a gym is there in large, too',
        }),
      answers: { 201: sampleView, 409: problemSchema, 422: problemSchema },
    },
    administer,
    async ({ app, caller, body: { business, size }, request }) => {
      try {
        const wanted = { business, isLarge: size === 'large' };
        await putSampleData(app.engine, caller.orgId, wanted, actorOf(caller, request));
      } catch (error) {
        if (error instanceof SampleDataError) throw new HttpProblem(409, 'sample_data', error.message);
        throw error;
      }
      return { status: 201, body: await viewOf(app, caller.orgId) };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path,
      summary: 'Remove the sample data, and nothing else',
      answers: { 200: z.object({ removed: z.int() }) },
    },
    administer,
    async ({ app, caller, request }) => {
      const removed = await removeSampleData(app.engine, caller.orgId, actorOf(caller, request));
      return { status: 200, body: { removed } };
    },
  ),
];

async function viewOf({ engine: { store } }: App, orgId: string): Promise<z.input<typeof sampleView>> {
  const [stored, activePlaybooks] = await Promise.all([
    store.get(top.tenant(orgId)),
    store.count(queries.playbooksByStatus(orgId, 'active', { limit: COUNTED })),
  ]);
  const sample = stored?.data.sample ?? null;
  return { sample: sample && { ...sample, since: sample.since.toISOString() }, activePlaybooks };
}
