import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { createArmoury } from '../../../test/kit/arsenal.ts';
import {
  armSchedule,
  createEngineKit,
  Death,
  type EngineKit,
  makeStep,
  orgId,
  paths,
} from '../../../test/kit/engine-kit.ts';
import type { MemorySecrets } from '../../../test/kit/secrets.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import type { Write } from '../ports.ts';
import { jobNameFor } from '../triggering/plan-triggers.ts';
import { systemActor } from './audit.ts';
import { beginErasure, continueErasures, type Eraser, eraseTenant } from './erase.ts';
import { exportTenant } from './export.ts';
import { tenantSecretName } from './tenant-secret.ts';

const MINUTE_MS = 60_000;
const OTHER = 'org_b';
const owner = { ...systemActor, kind: 'user', id: 'owner' } as const;

let memory: ReturnType<typeof createMemoryStore>;
let kit: EngineKit;
let eraser: Eraser;
let jobs: Map<string, unknown>;
let secrets: MemorySecrets;
beforeEach(async () => {
  memory = createMemoryStore();
  kit = await createEngineKit([makeStep('do', () => ({}))], { store: memory });
  const armoury = createArmoury(kit);
  jobs = armoury.present;
  secrets = armoury.secrets;
  eraser = { ...armoury, ...kit.engine, subtree: memory.subtree };
  await fill();
});

/** Two tenants with the same ids everywhere, each with a job of its own, and documents that nobody knows the shape of. */
async function fill(): Promise<void> {
  const writes = [orgId, OTHER].flatMap((id): Write[] => {
    const t = tenantPaths(id);
    const inside = [
      'playbooks/p/versions/v',
      'records/none/items/i',
      'playbook_executions/e/outputs/a[1]',
      'inventory/x',
      'agent_configs/craig',
    ];
    const many = Array.from({ length: 700 }, (_, index) => `events/e${index}`);
    const given = [...inside, ...many].map((path): Write => ({ op: 'set', path: `${t.root}/${path}`, data: { path } }));
    const outside = [top.hook(`hook_${id}`), top.apiKey(`hash_${id}`), top.invitation(`hash_${id}`)];
    return [
      ...given,
      { op: 'set', path: top.tenant(id).path, data: { name: 'Thrive', timezone: 'UTC', createdAt: kit.clock.now() } },
      { op: 'set', path: t.member('owner').path, data: { uid: 'owner' } },
      ...outside.map((ref): Write => ({ op: 'set', path: ref.path, data: { orgId: id } })),
    ];
  });
  await memory.commit(writes);
  await armSchedule(kit, 'p');
  for (const id of [orgId, OTHER]) {
    jobs.set(jobOf(id), {});
    // No document knows of it.
    await secrets.write(secretOf(id), 'lost');
  }
  await secrets.write('CRON_SECRET', 'ours');
}

const secretOf = (id: string) => tenantSecretName(id, 'connection', 'fax');
const jobOf = (id: string) => jobNameFor(eraser.jobs.parent, id, 'p', 'schedule');
const erasure = async () => (await memory.get(top.erasure(orgId)))?.data;
const left = () => memory.paths().filter((path) => /org_a/.test(path));
const others = async () => {
  const all = [];
  for await (const one of memory.subtree.documents(top.tenant(OTHER).path, null)) all.push(one);
  return JSON.stringify([all, memory.paths().filter((path) => path.includes(OTHER)), jobs.has(jobOf(OTHER))]);
};

/** Delivers what is queued for it, each time with `ms` of time, until nothing is. Dead workers are delivered again. */
async function deliver(ms = MINUTE_MS): Promise<void> {
  for (let round = 0; round < 200; round++) {
    const [task] = kit.queued.splice(0, 1);
    if (task === undefined) return;
    if (task.at !== null && task.at > kit.clock.now())
      await kit.clock.advance(task.at.getTime() - kit.clock.now().getTime());
    try {
      await eraseTenant(eraser, String(task.data.orgId), new Date(kit.clock.now().getTime() + ms));
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      await kit.clock.advance(5_000);
      kit.queued.unshift({ ...task, at: null });
    }
  }
  throw new Error('It does not come to an end');
}

describe('the erasure of a tenant', () => {
  it('leaves the record of it and nothing else, and of another tenant everything', async () => {
    const before = await others();
    await beginErasure(engine(), orgId, owner);
    await deliver();
    expect(left()).toEqual(['erasures/org_a']);
    expect(jobs.has(jobOf(orgId))).toBe(false);
    expect([...secrets.values.keys()]).toEqual([secretOf(OTHER), 'CRON_SECRET']);
    expect(await others()).toBe(before);
    expect(await erasure()).toMatchObject({ requestedBy: 'owner', completedAt: kit.clock.now() });
    expect((await erasure())?.deleted).toBeGreaterThan(700);
  });

  it('takes back all access in the commit that begins it, and holds what is under way', async () => {
    await beginErasure(engine(), orgId, owner);
    expect(left().filter((path) => /team|api_keys|invitations/.test(path))).toEqual([]);
    expect((await memory.get(top.tenant(orgId)))?.data.pause).toMatchObject({ by: 'owner' });
    expect(kit.queued).toMatchObject([{ handler: 'erase', data: { orgId }, at: null }]);
  });

  it('asked for twice is one', async () => {
    await beginErasure(engine(), orgId, owner);
    const first = await erasure();
    await kit.clock.advance(MINUTE_MS);
    await beginErasure(engine(), orgId, owner);
    expect(await erasure()).toEqual(first);
  });

  it.each(['erasure_begun', 'secrets_erased', 'page_erased', 'emptied'])(
    'goes on when it dies at %s, every time',
    async (point) => {
      const before = await others();
      kit.deaths.add(point);
      await beginErasure(engine(), orgId, owner).catch(() => undefined);
      if (kit.queued.length === 0) await continueErasures(kit.engine, null);
      const inner = eraser.fault;
      let deaths = 0;
      // Once for every page that there is, each time one page further.
      eraser = {
        ...eraser,
        fault: (name) => {
          if (name === point && deaths++ % 2 === 0) throw new Death(name);
          inner(name);
        },
      };
      await deliver();
      expect(left()).toEqual(['erasures/org_a']);
      expect(await others()).toBe(before);
    },
  );

  it('goes on where its time was too short for all, and where its task was lost, within the hour', async () => {
    await beginErasure(engine(), orgId, owner);
    kit.queued.length = 0;
    await eraseTenant({ ...eraser, clock: ticking() }, orgId, new Date(kit.clock.now().getTime() + 2));
    expect(left().length).toBeGreaterThan(100);
    kit.queued.length = 0;
    await continueErasures(kit.engine, { jobsComparedAt: kit.clock.now() });
    expect(kit.queued).toEqual([]);
    await kit.clock.advance(60 * MINUTE_MS);
    await continueErasures(kit.engine, { jobsComparedAt: new Date(kit.clock.now().getTime() - 60 * MINUTE_MS) });
    await deliver();
    expect(left()).toEqual(['erasures/org_a']);
    await continueErasures(kit.engine, null);
    expect(kit.queued).toEqual([]);
  });

  it('deletes what a worker of before was still writing', async () => {
    await beginErasure(engine(), orgId, owner);
    const [task] = kit.queued.splice(0, 1);
    await eraseTenant(eraser, orgId, new Date(kit.clock.now().getTime() + MINUTE_MS));
    expect(task).toBeDefined();
    expect((await erasure())?.completedAt).toBeNull();
    await memory.commit([
      { op: 'set', path: paths.notification('late').path, data: { late: true } },
      { op: 'set', path: paths.schedule('p', 'schedule').path, data: { late: true } },
    ]);
    jobs.set(jobOf(orgId), {});
    // A delivery that comes too early changes nothing.
    await eraseTenant(eraser, orgId, new Date(kit.clock.now().getTime() + MINUTE_MS));
    expect(left()).toHaveLength(3);
    await deliver();
    expect(left()).toEqual(['erasures/org_a']);
    expect(jobs.has(jobOf(orgId))).toBe(false);
    expect((await erasure())?.completedAt).toEqual(kit.clock.now());
  });

  it('deletes the agents’ settings behind the tenant: a flag of pause that goes away would resume it', async () => {
    await beginErasure(engine(), orgId, owner);
    kit.commits.length = 0;
    await deliver();
    const order = kit.commits.flat();
    const config = order.indexOf(paths.agentConfig('craig').path);
    expect(config).toBeGreaterThan(order.indexOf(top.tenant(orgId).path));
    expect(order.indexOf(paths.event('e699').path)).toBeLessThan(config);
  });

  it('is nothing for a tenant that nobody wants erased', async () => {
    const before = memory.paths();
    await eraseTenant(eraser, orgId, new Date(kit.clock.now().getTime() + MINUTE_MS));
    expect(memory.paths()).toEqual(before);
  });
});

/** A clock on which every look takes a millisecond. */
function ticking() {
  let ms = kit.clock.now().getTime();
  return { ...kit.clock, now: () => new Date(ms++) };
}

function engine() {
  return { ...kit.engine, fault: eraser.fault };
}

describe('the export of a tenant', () => {
  const lines = async (after: string | null = null) => {
    const all: { path?: string; data?: unknown; end?: boolean; documents?: number; format?: string }[] = [];
    for await (const line of exportTenant({ ...kit.engine, subtree: memory.subtree }, orgId, after)) {
      expect(line.indexOf('\n')).toBe(line.length - 1);
      all.push(JSON.parse(line));
    }
    return all;
  };

  it('has every document of it, in whatever collection, once, and a last line that says how many', async () => {
    const [head, ...rest] = await lines();
    const end = rest.pop();
    expect(head).toEqual({ format: 'playbooks-export/1', orgId, exportedAt: kit.clock.now().toISOString() });
    const inTenant = memory.paths().filter((path) => path === 'tenants/org_a' || path.startsWith('tenants/org_a/'));
    expect(rest.map(({ path }) => path).sort()).toEqual(inTenant);
    expect(end).toEqual({ end: true, documents: inTenant.length });
    expect(rest.find(({ path }) => path?.endsWith('/records/none/items/i'))?.data).toEqual({
      path: 'records/none/items/i',
    });
  });

  it('holds nothing of what gives access, nor of another tenant', async () => {
    const text = JSON.stringify(await lines());
    for (const secret of ['hash_org_a', 'hook_org_a', OTHER]) expect(text).not.toContain(secret);
  });

  it('goes on behind the last path that came', async () => {
    const [, ...all] = await lines();
    for (const at of [0, 1, 77, all.length - 2]) {
      const [, ...rest] = await lines(all[at]?.path ?? null);
      expect(rest.slice(0, -1)).toEqual(all.slice(at + 1, -1));
    }
  });

  it('reads a document when it is wanted, and none for one who has gone', async () => {
    const MANY = 2_000;
    let [read, isClosed] = [0, false];
    const subtree: Eraser['subtree'] = {
      ...memory.subtree,
      documents: async function* (root) {
        try {
          while (read < MANY) yield { path: `${root}/customers/c${++read}`, data: { text: 'x'.repeat(100_000) } };
        } finally {
          isClosed = true;
        }
      },
    };
    const ports = { ...kit.engine, subtree };
    let bytes = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _, done) => {
        bytes += chunk.length;
        // 200 MB would lie in memory if it did not wait for us.
        expect(read * 100_000 - bytes).toBeLessThan(1_000_000);
        setImmediate(done);
      },
    });
    await pipeline(Readable.from(exportTenant(ports, orgId, null)), slow);
    expect([read, isClosed, bytes > MANY * 100_000]).toEqual([MANY, true, true]);

    [read, isClosed] = [0, false];
    const going = exportTenant(ports, orgId, null);
    for (let line = 0; line < 60; line++) await going.next();
    await going.return(undefined);
    expect([read, isClosed]).toEqual([58, true]);
  });
});
