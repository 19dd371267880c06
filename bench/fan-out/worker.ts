import { buildApp } from '../../functions/src/app.ts';
import { readConfig } from '../../functions/src/config.ts';
import { dispatchEvent } from '../../functions/src/core/triggering/dispatch-event.ts';

/** What a worker that lived to its end has to tell; memory in MB. */
export interface Told {
  readonly ms: number;
  readonly cpuMs: number;
  readonly rssBeforeMb: number;
  readonly rssPeakMb: number;
  readonly heapPeakMb: number;
}

const SAMPLE_MS = 20;
const mb = (bytes: number) => Math.round(bytes / 1024 / 1024);

const [, , orgId = '', eventId = ''] = process.argv;
const silent = () => undefined;
const error = (event: string, cause: unknown) => void process.stderr.write(`${event}: ${String(cause)}\n`);
const { engine } = buildApp(readConfig(process.env), { log: { info: silent, warn: silent, error } });
// The connection to Firestore is there before the clock starts, as on a warm instance.
await dispatchEvent(engine, orgId, 'nothing');
const rssBefore = process.memoryUsage.rss();
let heapPeak = 0;
const timer = setInterval(() => {
  heapPeak = Math.max(heapPeak, process.memoryUsage().heapUsed);
}, SAMPLE_MS);
process.send?.('ready');
const before = performance.now();
const cpu = process.cpuUsage();
await dispatchEvent(engine, orgId, eventId);
const { user, system } = process.cpuUsage(cpu);
const told: Told = {
  cpuMs: Math.round((user + system) / 1_000),
  ms: Math.round(performance.now() - before),
  rssBeforeMb: mb(rssBefore),
  rssPeakMb: mb(process.resourceUsage().maxRSS * 1024),
  heapPeakMb: mb(heapPeak),
};
clearInterval(timer);
process.send?.(told);
process.disconnect();
process.exit(0);
