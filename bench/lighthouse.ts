import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import lighthouse, { desktopConfig } from 'lighthouse';
import type { BrowserContext } from 'playwright-core';
import { launchPersistent } from '../e2e/browser.ts';
import { PAGES, pagesOfThings } from '../e2e/pages.ts';
import { signIn } from '../local/src/demo/people.ts';
import { DEMO_USER } from '../local/src/seed/demo-shop.ts';
import { freePort, freeStackPorts } from '../local/src/stack/ports.ts';
import { startStack } from '../local/src/stack/stack.ts';
import { build } from '../scripts/build.ts';
import { fillShowcase } from '../scripts/screenshots/showcase.ts';
import type { Bench } from './run.ts';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
/** `LIGHTHOUSE_PAGES='chat|executions'` looks at fewer than all. */
const WANTED = new RegExp(`^(?:${process.env.LIGHTHOUSE_PAGES ?? '.*'})$`);
const COMPRESSED = /javascript|css|html|json|svg/;

interface Row {
  readonly page: string;
  readonly form: 'desktop' | 'mobile';
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  /** Scripts of a first visit, compressed. */
  readonly scriptKb: number;
  readonly [figure: string]: string | number;
}

/** Lighthouse (its own throttling; a desk and a phone) on the built app, signed in, with the showcase's data. */
export const bench: Bench = {
  title: 'Lighthouse on the built app, behind a server that compresses as Hosting does',
  async run() {
    const dataDir = mkdtempSync(join(tmpdir(), 'playbooks-lighthouse-'));
    await build();
    const stack = await startStack({ dataDir, ports: await freeStackPorts() });
    const front = await compressing(stack.appOrigin);
    const port = await freePort();
    const context = await launchPersistent(join(dataDir, 'browser'), port);
    try {
      const rows: Row[] = [];
      const auditAll = async (name: string, path: string) => {
        for (const form of ['desktop', 'mobile'] as const)
          rows.push(await audit({ name, form, url: `${front.origin}${path}` }, port, front));
      };
      await auditAll('sign-in', '/');
      const idToken = await signIn(stack, DEMO_USER.email, DEMO_USER.password);
      await fillShowcase({ projectId: stack.projectId, apiOrigin: stack.apiOrigin, idToken }, new Date());
      await enter(context, front.origin);
      const things = (await pagesOfThings(stack)).filter(({ name }) => /^(playbook|execution-completed)$/.test(name));
      const pages = PAGES.filter(({ name }) => !name.startsWith('settings-') && name !== 'not-found');
      for (const { name, path } of [...pages, ...things].filter(({ name }) => WANTED.test(name))) {
        await auditAll(name, path);
      }
      return { rows, json: { pages: rows } };
    } finally {
      await context.close();
      front.close();
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

interface Asked {
  readonly name: string;
  readonly form: 'desktop' | 'mobile';
  readonly url: string;
}

async function audit({ name: page, form, url }: Asked, port: number, front: Front): Promise<Row> {
  front.scriptBytes.clear();
  const flags = {
    port,
    logLevel: 'error' as const,
    onlyCategories: [...CATEGORIES],
    // The sign-in lies in the storage of the browser; what was cached is not used all the same.
    disableStorageReset: true,
  };
  const result = await lighthouse(url, flags, form === 'desktop' ? desktopConfig : undefined);
  if (result === undefined) throw new Error(`Lighthouse gave nothing for ${url}`);
  const { categories, audits, environment } = result.lhr;
  process.stderr.write(`${page}: this machine's benchmark index is ${environment.benchmarkIndex}\n`);
  const score = (name: (typeof CATEGORIES)[number]) => Math.round((categories[name]?.score ?? 0) * 100);
  for (const { id, score: of, title, details } of Object.values(audits)) {
    const isCounted = CATEGORIES.slice(1).some((name) =>
      categories[name]?.auditRefs.some((ref) => ref.id === id && ref.weight > 0),
    );
    if (isCounted && of !== null && of < 1)
      process.stderr.write(`${page}: ${title} ${JSON.stringify(details ?? '').slice(0, 600)}\n`);
  }
  const ms = (id: string) => Math.round(audits[id]?.numericValue ?? 0);
  return {
    page,
    form,
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    scriptKb: Math.round([...front.scriptBytes.values()].reduce((sum, bytes) => sum + bytes, 0) / 1024),
    fcpMs: ms('first-contentful-paint'),
    lcpMs: ms('largest-contentful-paint'),
    tbtMs: ms('total-blocking-time'),
    cls: Number((audits['cumulative-layout-shift']?.numericValue ?? 0).toFixed(3)),
  };
}

async function enter(context: BrowserContext, origin: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(origin);
  await page.getByRole('button', { name: 'Continue as demo user' }).click();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
  await page.close();
}

interface Front {
  readonly origin: string;
  /** Of every script that went out, by its address. */
  readonly scriptBytes: Map<string, number>;
  close(): void;
}

/** Hands everything on and compresses it: Hosting does, its emulator does not. */
async function compressing(behind: string): Promise<Front> {
  const scriptBytes = new Map<string, number>();
  const server = createServer((asked, reply) => pass(behind, asked, reply, scriptBytes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${port}`, scriptBytes, close };
}

function pass(behind: string, asked: IncomingMessage, reply: ServerResponse, scriptBytes: Map<string, number>): void {
  const { host: _, 'accept-encoding': __, ...headers } = asked.headers;
  const onward = request(`${behind}${asked.url ?? '/'}`, { method: asked.method, headers }, (answer) => {
    const type = String(answer.headers['content-type'] ?? '');
    const { 'content-length': length, ...rest } = answer.headers;
    if (!COMPRESSED.test(type) || type.includes('event-stream')) {
      reply.writeHead(answer.statusCode ?? 502, { ...rest, ...(length !== undefined && { 'content-length': length }) });
      answer.pipe(reply);
      return;
    }
    reply.writeHead(answer.statusCode ?? 502, { ...rest, 'content-encoding': 'gzip' });
    const zipped = answer.pipe(createGzip());
    let bytes = 0;
    zipped.on('data', (part: Buffer) => (bytes += part.length));
    zipped.on('end', () => type.includes('javascript') && scriptBytes.set(asked.url ?? '', bytes));
    zipped.pipe(reply);
  });
  onward.on('error', () => reply.destroy());
  asked.pipe(onward);
}
