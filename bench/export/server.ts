import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildApp } from '../../functions/src/app.ts';
import { readConfig } from '../../functions/src/config.ts';
import { createServer } from '../../functions/src/entrypoints/http/server.ts';

/** What the process tells of itself when it is asked; memory in MB. */
export interface Memory {
  readonly rssMb: number;
  readonly peakMb: number;
}

const mb = (bytes: number) => Math.round(bytes / 1024 / 1024);
const app = buildApp(readConfig(process.env));
const server = createHttpServer(createServer(() => app));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', () => {
  const told: Memory = { rssMb: mb(process.memoryUsage.rss()), peakMb: mb(process.resourceUsage().maxRSS * 1024) };
  process.send?.(told);
});
