import type { CloudSchedulerClient, protos } from '@google-cloud/scheduler';
import { z } from 'zod';
import { startScheduler } from '../scheduler/start.ts';
import { schedulerClient } from './google-client.ts';
import { type Hit, startTarget } from './target-server.ts';

type WireJob = protos.google.cloud.scheduler.v1.IJob;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const PARENT = 'projects/demo-local/locations/us-central1';
export const name = (id: string) => `${PARENT}/jobs/${id}`;

const controlReplySchema = z.object({
  now: z.string().default(''),
  detail: z.string().default(''),
  fired: z.array(z.object({ job: z.string(), scheduleTime: z.string() })).default([]),
  jobs: z.array(z.looseObject({})).default([]),
});

/** A Scheduler emulator with Google's client, and a target that every created job posts to, at `/{id}`. */
export async function startSchedulerFixture() {
  const stops: string[] = [];
  const behaviour: { answer: (hit: Hit) => number | Promise<number> } = { answer: () => 200 };
  const target = await startTarget((hit) => behaviour.answer(hit));
  const onClockMoved = (now: Date) => void stops.push(now.toISOString());
  const scheduler = await startScheduler({ host: '127.0.0.1', port: 0, controlPort: 0, onClockMoved });
  const client: CloudSchedulerClient = schedulerClient(scheduler.port);
  const controlUrl = `http://127.0.0.1:${scheduler.controlPort}`;
  return {
    behaviour,
    client,
    controlUrl,
    scheduler,
    /** The times at which an advancing clock has stopped. */
    stops,
    target,
    create(id: string, job: WireJob = {}) {
      const httpTarget = { uri: `${target.url}/${id}`, body: Buffer.from('hello') };
      const defaults = { name: name(id), schedule: '0 * * * *', timeZone: 'UTC', httpTarget };
      return client.createJob({ parent: PARENT, job: { ...defaults, ...job } });
    },
    async get(id: string) {
      return (await client.getJob({ name: name(id) }))[0];
    },
    /** GET, or POST where there is a body. */
    async control(path: string, body?: object) {
      const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
      const response = await fetch(`${controlUrl}${path}`, body ? post : {});
      return { status: response.status, body: controlReplySchema.parse(await response.json()) };
    },
    /** Goes to half a minute before a full hour, so that hourly jobs have round times ahead; gives that hour. */
    async alignToHour() {
      const hour = Math.ceil((scheduler.now().getTime() + HOUR) / HOUR) * HOUR;
      await scheduler.advanceTo(new Date(hour - MINUTE / 2));
      return hour;
    },
    scheduleTimes: () => target.hits.map((hit) => Date.parse(String(hit.headers['x-cloudscheduler-scheduletime']))),
    async close() {
      await client.close();
      await scheduler.close();
      await target.close();
    },
  };
}
