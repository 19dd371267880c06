import { describe, expect, it } from 'vitest';
import { createArmoury } from '../../../test/kit/arsenal.ts';
import { budget, createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { queries } from '../../model/query.ts';
import { dayFiguresSchema, figuresOfRunsSchema } from '../../model/rollup.ts';
import { NonRetriableError } from '../engine/errors.ts';
import { resumeExecution } from '../engine/resume.ts';
import { startExecution } from '../engine/start-execution.ts';
import { tick } from '../engine/tick.ts';
import { wakeExecution } from '../engine/wake-execution.ts';
import { foldNotes } from './fold-notes.ts';
import { notePast } from './note-past.ts';

const DAY = '2026-11-23';
const far = (kit: EngineKit) => new Date(kit.clock.now().getTime() + 50_000);

async function create() {
  const isBroken = { now: true };
  const kit = await createEngineKit([
    makeStep('fetch_page', () => ({})),
    makeStep('fail', () => {
      if (isBroken.now) throw new NonRetriableError('There is no order 4711');
      return {};
    }),
  ]);
  const good = await kit.playbook([{ action: 'fetch_page' }], { name: 'Good' });
  const bad = await kit.playbook([{ action: 'fetch_page' }, { action: 'fail' }], { name: 'Bad' });
  return { kit, good, bad, isBroken };
}

let keys = 0;
async function run(kit: EngineKit, playbookId: string, more = {}): Promise<string> {
  const occasion = { kind: 'request' as const, key: `key${++keys}` };
  const started = await startExecution(kit.engine, kit.request(playbookId, { occasion, ...more }), false);
  await wakeExecution(kit.engine, orgId, started.executionId, budget(kit));
  return started.executionId;
}

async function dayOf(kit: EngineKit, day = DAY) {
  const stored = await kit.store.get(paths.rollup(day));
  return stored === null ? null : dayFiguresSchema.parse(JSON.parse(stored.data.figuresJson));
}
const notesOf = (kit: EngineKit) => kit.store.query(queries.endNotes({ limit: 100 }));
const resume = (kit: EngineKit, id: string) =>
  resumeExecution(kit.engine, orgId, id, { by: 'owner', version: 'pinned', inputs: {} });

describe('what has ended', () => {
  it('is added up by the tick, into its day and its playbook’s', async () => {
    const { kit, good, bad } = await create();
    for (const playbookId of [good, good, bad]) await run(kit, playbookId);
    await tick(kit.engine, createArmoury(kit), far(kit));
    expect(await notesOf(kit)).toEqual([]);
    // 13:00 in UTC is 8:00 in New York.
    const hours = Array.from({ length: 24 }, (_, hour) => (hour === 8 ? 3 : 0));
    expect(await dayOf(kit)).toMatchObject({
      ...{ completed: 2, failed: 1, canceled: 0, savedSeconds: 180, hours, otherErrors: 0 },
      triggers: { manual: { completed: 2, failed: 1, canceled: 0 } },
      errors: [{ text: 'There is no order #', count: 1 }],
      playbooks: { [good]: { name: 'Good', completed: 2 }, [bad]: { name: 'Bad', failed: 1 } },
    });
    const ofGood = await kit.store.get(paths.playbookRollup(good, DAY));
    expect(ofGood?.data).toMatchObject({ playbookId: good, name: 'Good', tier: 'free' });
    const figures = figuresOfRunsSchema.parse(JSON.parse(ofGood?.data.figuresJson ?? ''));
    expect(figures).toMatchObject({ completed: 2, failed: 0 });
    expect(Object.values(figures.durations)).toEqual([2]);
  });

  it('does not count where it was a rehearsal', async () => {
    const { kit, good } = await create();
    await run(kit, good, { dryRun: true });
    expect(await notesOf(kit)).toEqual([]);
  });

  it.each(['before', 'after'])('counts once though it is resumed, %s it was added up', async (when) => {
    const { kit, bad, isBroken } = await create();
    const id = await run(kit, bad);
    if (when === 'after') expect(await foldNotes(kit.engine, far(kit))).toBe(1);
    isBroken.now = false;
    expect(await resume(kit, id)).toMatchObject({ kind: 'resumed' });
    await kit.drain();
    await foldNotes(kit.engine, far(kit));
    expect(await dayOf(kit)).toMatchObject({ completed: 1, failed: 0, savedSeconds: 60, errors: [] });
    expect((await dayOf(kit))?.playbooks[bad]).toMatchObject({ completed: 1, failed: 0 });
  });

  it('is counted once by two ticks at the same moment, and by one that dies', async () => {
    const { kit, good, bad } = await create();
    for (let count = 0; count < 20; count++) await run(kit, count % 4 === 0 ? bad : good);
    kit.deaths.add('notes_folded');
    const both = [foldNotes(kit.engine, far(kit)), foldNotes(kit.engine, far(kit))];
    await Promise.allSettled(both);
    await foldNotes(kit.engine, far(kit));
    expect(await notesOf(kit)).toEqual([]);
    expect(await dayOf(kit)).toMatchObject({ completed: 15, failed: 5 });
  });

  it('needs more than one page, and leaves what comes after the deadline to the next tick', async () => {
    const { kit, good } = await create();
    for (let count = 0; count < 200; count++) await run(kit, good);
    expect(await foldNotes(kit.engine, kit.clock.now())).toBe(0);
    expect(await foldNotes(kit.engine, far(kit))).toBe(200);
    expect(await dayOf(kit)).toMatchObject({ completed: 200 });
  });
});

describe('what had ended before ends were noted', () => {
  it('is counted after all, once, and what is resumed meanwhile with its next end', async () => {
    const { kit, good, bad, isBroken } = await create();
    const old = [await run(kit, good), await run(kit, good), await run(kit, bad)];
    // As they were left by the version before.
    for (const { ref } of await notesOf(kit)) await kit.store.commit([{ op: 'delete', path: ref.path }]);
    for (const id of old)
      await kit.store.commit([{ op: 'update', path: paths.execution(id).path, fields: { isCounted: false } }]);
    isBroken.now = false;
    await resume(kit, old[2] ?? '');
    const done = { notedCursor: null, isPastNoted: true };
    expect(await notePast(kit.engine, null, far(kit))).toEqual(done);
    await kit.drain();
    expect(await notePast(kit.engine, null, far(kit))).toEqual(done);
    await foldNotes(kit.engine, far(kit));
    expect(await dayOf(kit)).toMatchObject({ completed: 3, failed: 0 });
  });

  it('is looked for until the end is reached, and then no more', async () => {
    const { kit, good } = await create();
    await run(kit, good);
    await tick(kit.engine, createArmoury(kit), far(kit));
    let asked = 0;
    const store: EngineKit['store'] = {
      ...kit.store,
      query: (query) => {
        if (query.from.path === 'playbook_executions' && query.where.length === 0) asked += 1;
        return kit.store.query(query);
      },
    };
    await tick({ ...kit.engine, store }, createArmoury(kit), far(kit));
    expect(asked).toBe(0);
  });
});
