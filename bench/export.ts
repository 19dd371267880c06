import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { buildApp } from '../functions/src/app.ts';
import { newApiKey } from '../functions/src/core/governance/api-key.ts';
import { top } from '../functions/src/model/paths.ts';
import { projectId, startLocalGoogle } from '../functions/test/kit/local-google.ts';
import { startFirestoreEmulator } from '../local/src/firestore-emulator.ts';
import type { Memory } from './export/server.ts';
import type { Bench } from './run.ts';
import { fillTenant } from './web/fill.ts';

/** `EXPORT=10000` for fewer. */
const COUNT = Number(process.env.EXPORT ?? 100_000);
const ORG = 'busy_shop';
/** `growthMb`: from the first rows to the peak. What the first ones take is the heap that V8 allows itself. */
const GOALS = { growthMb: 40, missing: 0 };
const NEWLINE = 10;

/** A server of its own, as V8 has it in the 512 MiB which the function is deployed with. */
async function startServer(env: Record<string, string>): Promise<{ child: ChildProcess; origin: string }> {
  const child = fork(new URL('./export/server.ts', import.meta.url), [], {
    env: { ...process.env, ...env },
    execArgv: [...process.execArgv, '--max-old-space-size=256'],
  });
  const [port] = await once(child, 'message');
  return { child, origin: `http://127.0.0.1:${port}` };
}

async function memoryOf(child: ChildProcess): Promise<Memory> {
  const told = once(child, 'message');
  child.send('memory');
  return (await told)[0] as Memory;
}

interface Taken {
  readonly bytes: number;
  readonly lines: number;
  readonly ms: number;
  readonly firstByteMs: number;
  /** After a tenth of the bytes of the whole file, as far as is known before it has ended. */
  readonly early: Memory;
}

async function take(child: ChildProcess, url: string, key: string): Promise<Taken> {
  const began = performance.now();
  const response = await fetch(url, { headers: { 'X-API-Key': key } });
  if (!response.ok || response.body === null) throw new Error(await response.text());
  let [bytes, lines, firstByteMs] = [0, 0, 0];
  let early: Memory | null = null;
  for await (const piece of response.body) {
    firstByteMs ||= performance.now() - began;
    bytes += piece.length;
    for (const byte of piece) if (byte === NEWLINE) lines++;
    if (early === null && bytes > COUNT * 10) early = await memoryOf(child);
  }
  const ms = Math.round(performance.now() - began);
  return { bytes, lines, ms, firstByteMs: Math.round(firstByteMs), early: early ?? (await memoryOf(child)) };
}

/** What it takes to hand out a long history as a table, and how much of it lies in memory meanwhile. */
export const bench: Bench = {
  title: `Export of ${COUNT.toLocaleString('en-US')} executions, through HTTP, on the Firestore emulator`,
  run: async () => {
    const emulator = await startFirestoreEmulator();
    process.env.FIRESTORE_EMULATOR_HOST = emulator.host;
    const google = await startLocalGoogle({});
    const { engine } = buildApp(google.config);
    const admin = initializeApp({ projectId }, 'fill');
    await fillTenant(getFirestore(admin), ORG, 'owner', COUNT);
    await deleteApp(admin);
    const { key, keyId, sha256 } = newApiKey(engine.random);
    const data = { keyId, orgId: ORG, name: 'bench', scopes: ['executions:read'], createdAt: new Date() };
    const held = { ...data, expireAt: null, revokedAt: null };
    await engine.store.commit([{ op: 'create', path: top.apiKey(sha256).path, data: held }]);
    const { child, origin } = await startServer(google.env);
    try {
      await fetch(`${origin}/api/history/get?limit=1`, { headers: { 'X-API-Key': key } });
      const idle = await memoryOf(child);
      const rows = [];
      for (const format of ['csv', 'xlsx'] as const) {
        const taken = await take(child, `${origin}/api/executions/export?format=${format}`, key);
        const { rssMb, peakMb } = await memoryOf(child);
        const { bytes, ms, firstByteMs, early } = taken;
        // Without the header; of the archive one cannot tell by its bytes.
        const missing = format === 'csv' ? COUNT - (taken.lines - 1) : 0;
        const mb = Math.round(bytes / 1e5) / 10;
        const growthMb = peakMb - early.rssMb;
        rows.push({
          format,
          ms,
          firstByteMs,
          mb,
          missing,
          idleMb: idle.rssMb,
          earlyMb: early.rssMb,
          rssMb,
          peakMb,
          growthMb,
        });
      }
      return { rows, json: { goals: GOALS, executions: COUNT, rows } };
    } finally {
      child.kill();
      await google.close();
      await emulator.close();
    }
  },
};
