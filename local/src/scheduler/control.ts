import { z } from 'zod';
import { HttpError, html, isFormPost, json, type LocalReply, type LocalRequest, redirect } from '../kit/http-server.ts';
import { PAGE_HEADERS } from '../kit/page.ts';
import { type Job, stateOf } from './job.ts';
import type { Jobs } from './jobs.ts';
import { schedulerPage } from './page.ts';
import type { SchedulerFaults } from './rpcs.ts';
import type { Runner } from './runner.ts';

const clockSchema = z
  .strictObject({
    advanceTo: z.iso.datetime({ offset: true, message: 'is an ISO time, such as 2027-01-31T14:00:00Z' }).optional(),
    advanceMs: z.coerce.number().int().min(0).optional(),
  })
  .refine(({ advanceTo, advanceMs }) => (advanceTo === undefined) !== (advanceMs === undefined), {
    message: 'Give either advanceTo (an ISO time) or advanceMs (milliseconds).',
  });
const faultsSchema = z.strictObject({
  updateFailed: z.string().min(1).optional(),
  duplicateDelivery: z.coerce.number().int().min(0).max(100).optional(),
});

/** The control door: look at the jobs, move the clock, break things on purpose. */
export function controlDoor(jobs: Jobs, runner: Runner, faults: SchedulerFaults) {
  const routes: Record<string, (request: LocalRequest) => LocalReply | Promise<LocalReply>> = {
    'GET /': () => html(schedulerPage(sorted(jobs), jobs.now()), PAGE_HEADERS),
    'GET /jobs': () => json({ now: iso(jobs.now()), jobs: sorted(jobs).map(describe) }),
    'GET /clock': () => json({ now: iso(jobs.now()) }),
    async 'POST /clock'(request) {
      const { advanceTo, advanceMs } = await request.body(clockSchema);
      const fired = await runner.advanceTo((now) => {
        const target = advanceTo === undefined ? now + (advanceMs ?? 0) : Date.parse(advanceTo);
        if (target < now)
          throw new HttpError(400, `advanceTo: it is ${iso(now)} already, and this clock only moves forward.`);
        return target;
      });
      return isFormPost(request) ? redirect('/') : json({ now: iso(jobs.now()), fired });
    },
    async 'POST /faults'(request) {
      const { updateFailed, duplicateDelivery } = await request.body(faultsSchema);
      if (updateFailed !== undefined) faults.updateFailed.add(updateFailed);
      if (duplicateDelivery !== undefined) runner.duplicates = duplicateDelivery;
      return json({ updateFailed: [...faults.updateFailed], duplicateDelivery: runner.duplicates });
    },
  };
  return async (request: LocalRequest): Promise<LocalReply> => {
    const route = routes[`${request.method} ${request.url.pathname}`];
    if (route === undefined) throw new HttpError(404, `There are: ${Object.keys(routes).join(', ')}.`);
    return route(request);
  };
}

function sorted(jobs: Jobs): Job[] {
  return jobs.all().sort((a, b) => (a.nextAt ?? Infinity) - (b.nextAt ?? Infinity) || (a.name < b.name ? -1 : 1));
}

/** Without headers and body: they carry the cron secret. */
function describe(job: Job): object {
  const { description, schedule, timeZone, target } = job.spec;
  return {
    name: job.name,
    state: stateOf(job),
    description,
    schedule,
    timeZone,
    uri: target.uri,
    nextAt: job.nextAt === null ? null : iso(job.nextAt),
    lastAttemptAt: job.lastAttemptAt === null ? null : iso(job.lastAttemptAt),
    status: job.status,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
