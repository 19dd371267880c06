import { describe, expect, it } from 'vitest';
import { settle } from '../../../test/kit/clock.ts';
import {
  budget,
  createEngineKit,
  Death,
  type EngineKit,
  makeStep,
  orgId,
  paths,
} from '../../../test/kit/engine-kit.ts';
import { NonRetriableError, RetriableError, RetryAfterError } from './errors.ts';
import { type Started, startExecution } from './start-execution.ts';
import { advanceExecution, wakeExecution } from './wake-execution.ts';

const gap = makeStep('measure_gap', ({ gap: value }) => ({ gap: value ?? 0 }));

async function startAndAdvance(kit: EngineKit, playbookId: string) {
  const started = await startExecution(kit.engine, kit.request(playbookId), true);
  return { started, left: await advance(kit, started) };
}

async function advance(kit: EngineKit, { held }: Started) {
  if (held === null) throw new Error('not held');
  return advanceExecution(kit.engine, held, budget(kit));
}

describe('an execution', () => {
  it('does its steps in order, each seeing the outputs before it', async () => {
    const seen: unknown[] = [];
    const kit = await createEngineKit([gap, makeStep('tell', (params) => seen.push(params))]);
    const id = await kit.playbook([
      { id: 'first', action: 'measure_gap', params: { gap: 15 }, agent: 'money_mike' },
      { action: 'tell', params: { text: '{{steps.first.gap}} % for {{org.name}}', raw: '{{money_mike.gap}}' } },
    ]);
    const { left } = await startAndAdvance(kit, id);
    expect(left.status).toBe('completed');
    expect(seen).toEqual([{ text: '15 % for Thrive', raw: 15 }]);
    expect(left.stepResults.map(({ stepId, status }) => [stepId, status])).toEqual([
      ['first', 'completed'],
      ['tell', 'completed'],
    ]);
  });

  it('skips a step whose condition is false, and says with which values', async () => {
    let told = 0;
    const kit = await createEngineKit([gap, makeStep('tell', () => ++told)]);
    const id = await kit.playbook([
      { action: 'measure_gap', params: { gap: 4 }, agent: 'money_mike' },
      { action: 'tell', condition: '{{money_mike.gap}} > 10' },
    ]);
    const { left } = await startAndAdvance(kit, id);
    expect(left.status).toBe('completed');
    expect(left.stepResults[1]).toMatchObject({ status: 'skipped', attempts: 0 });
    expect(left.stepResults[1]?.note).toContain('money_mike.gap is 4');
    expect(told).toBe(0);
  });

  it('is one execution however often the same occasion starts it', async () => {
    const kit = await createEngineKit([gap]);
    const id = await kit.playbook([{ action: 'measure_gap' }]);
    const first = await startExecution(kit.engine, kit.request(id), false);
    const second = await startExecution(kit.engine, kit.request(id), false);
    expect(second).toMatchObject({ executionId: first.executionId, created: false, held: null });
  });

  it('needs two commits for quick steps, and one more for each effect', async () => {
    const kit = await createEngineKit([gap, makeStep('send', () => ({}), 'once')]);
    const id = await kit.playbook([
      { action: 'measure_gap' },
      { action: 'measure_gap' },
      { action: 'send' },
      { action: 'measure_gap' },
    ]);
    kit.commits.length = 0;
    await startAndAdvance(kit, id);
    expect(kit.commits).toHaveLength(3);
  });

  it('stays pinned to the version it started with', async () => {
    const kit = await createEngineKit([gap]);
    const id = await kit.playbook([{ action: 'measure_gap', params: { gap: 1 } }]);
    const { executionId } = await startExecution(kit.engine, kit.request(id), false);
    const steps = [{ action: 'measure_gap', params: { gap: 2 } }];
    await kit.store.commit([
      { op: 'update', path: paths.playbook(id).path, fields: { stepsJson: JSON.stringify(steps) } },
    ]);
    const left = await wakeExecution(kit.engine, orgId, executionId, budget(kit));
    expect(left?.stepResults[0]?.outputJson).toBe('{"gap":1}');
  });

  it('goes on in a later worker when its time is used up', async () => {
    const kit = await createEngineKit([gap]);
    const id = await kit.playbook([{ action: 'measure_gap' }, { action: 'measure_gap' }]);
    const { executionId } = await startExecution(kit.engine, kit.request(id), false);
    const left = await wakeExecution(kit.engine, orgId, executionId, budget(kit, 0));
    expect(left?.status).toBe('queued');
    expect(kit.queued).toHaveLength(1);
    await wakeExecution(kit.engine, orgId, executionId, budget(kit));
    expect((await kit.execution(executionId)).status).toBe('completed');
  });

  it('keeps a large output beside the execution, and later steps still see it', async () => {
    const big = 'x'.repeat(20_000);
    const kit = await createEngineKit([
      makeStep('make', () => ({ big })),
      makeStep('measure', ({ text }) => ({ length: String(text).length })),
    ]);
    const id = await kit.playbook([{ action: 'make' }, { action: 'measure', params: { text: '{{steps.make.big}}' } }]);
    const { left, started } = await startAndAdvance(kit, id);
    expect(left.stepResults[0]).toMatchObject({ outputJson: null, outputStored: true });
    expect(left.stepResults[1]?.outputJson).toBe('{"length":20000}');
    const beside = await kit.store.get(paths.output(started.executionId, 'make'));
    expect(JSON.parse(beside?.data.outputJson ?? '')).toEqual({ big });
  });

  it('replaces effects by what they would have done in a dry run', async () => {
    let sent = 0;
    const kit = await createEngineKit([gap, makeStep('send', () => ++sent, 'once')]);
    const id = await kit.playbook([{ action: 'measure_gap' }, { action: 'send' }], { dryRun: true });
    const { left } = await startAndAdvance(kit, id);
    expect(left).toMatchObject({ status: 'completed', mode: 'dry_run' });
    expect(left.stepResults[1]?.note).toBe('would have done send');
    expect(sent).toBe(0);
    expect(await kit.store.query({ from: paths.effects, where: [], orderBy: [], limit: 9, after: null })).toEqual([]);
  });
});

describe('a failing step', () => {
  it('is tried again after a short pause, up to three times, and then fails the execution readably', async () => {
    let tries = 0;
    const kit = await createEngineKit([
      makeStep('flaky', () => {
        tries += 1;
        throw new RetriableError(`The shop did not answer (${tries})`);
      }),
    ]);
    kit.clock.flow();
    const { left } = await startAndAdvance(kit, await kit.playbook([{ action: 'flaky' }]));
    expect(tries).toBe(3);
    expect(left).toMatchObject({
      status: 'failed',
      error: { fault: 'vendor', message: 'The shop did not answer (3)' },
    });
    expect(left.stepResults[0]).toMatchObject({ status: 'failed', attempts: 3 });
    const told = left.stepResults[0]?.failures.map(({ attempt, error }) => [attempt, error.message]);
    expect(told).toEqual([1, 2].map((attempt) => [attempt, `The shop did not answer (${attempt})`]));
  });

  it('is not tried again when that cannot help', async () => {
    let tries = 0;
    const kit = await createEngineKit([
      makeStep('wrong', () => {
        tries += 1;
        throw new NonRetriableError('The address does not exist');
      }),
    ]);
    const { left } = await startAndAdvance(kit, await kit.playbook([{ action: 'wrong' }]));
    expect([tries, left.status]).toEqual([1, 'failed']);
  });

  it('parks the execution until the vendor wants it back', async () => {
    let tries = 0;
    const kit = await createEngineKit([
      makeStep('busy', () => {
        tries += 1;
        if (tries === 1) throw new RetryAfterError('Slow down', new Date(kit.clock.now().getTime() + 120_000));
        return { ok: true };
      }),
    ]);
    const { left, started } = await startAndAdvance(kit, await kit.playbook([{ action: 'busy' }]));
    expect(left).toMatchObject({ status: 'waiting', wait: { kind: 'retry', attempt: 1 } });
    expect(kit.queued.at(-1)?.at).toEqual(left.wait?.wakeAt);
    await kit.clock.advance(60_000);
    expect((await wakeExecution(kit.engine, orgId, started.executionId, budget(kit)))?.status).toBe('waiting');
    await kit.clock.advance(61_000);
    const end = await wakeExecution(kit.engine, orgId, started.executionId, budget(kit));
    expect(end).toMatchObject({ status: 'completed', stepResults: [{ attempts: 2 }] });
  });

  it('lets the others go on where the playbook says so', async () => {
    const broken = makeStep('broken', () => {
      throw new NonRetriableError('no');
    });
    const kit = await createEngineKit([gap, broken]);
    const { left } = await startAndAdvance(
      kit,
      await kit.playbook([{ action: 'broken', onError: 'continue' }, { action: 'measure_gap' }]),
    );
    expect(left.status).toBe('completed');
    expect(left.stepResults.map(({ status }) => status)).toEqual(['failed', 'completed']);
  });

  it('is ended at its timeout even if it never answers', async () => {
    const kit = await createEngineKit([makeStep('hang', () => new Promise(() => undefined))]);
    const id = await kit.playbook([{ action: 'hang', timeoutMs: 10_000, retry: { maxAttempts: 1 } }]);
    const started = await startExecution(kit.engine, kit.request(id), true);
    const left = advance(kit, started);
    await settle();
    await kit.clock.advance(10_000);
    expect(await left).toMatchObject({ status: 'failed', error: { code: 'timeout' } });
  });

  it('stores nothing of a foreign error text, which may hold a secret', async () => {
    const kit = await createEngineKit([
      makeStep('leak', () => {
        throw new Error('password is hunter2');
      }),
    ]);
    kit.clock.flow();
    const { left } = await startAndAdvance(kit, await kit.playbook([{ action: 'leak' }]));
    expect(left).toMatchObject({ status: 'failed', error: { fault: 'system' } });
    expect(JSON.stringify(left)).not.toContain('hunter2');
  });
});

describe('a worker that dies', () => {
  for (const point of ['started', 'claimed', 'recorded', 'left']) {
    it(`at '${point}' leaves an execution that the next one finishes`, async () => {
      const kit = await createEngineKit([gap]);
      const id = await kit.playbook([{ action: 'measure_gap' }, { action: 'measure_gap' }]);
      kit.deaths.add(point);
      const run = async () => {
        const { executionId } = await startExecution(kit.engine, kit.request(id), false);
        await wakeExecution(kit.engine, orgId, executionId, budget(kit));
      };
      await expect(run()).rejects.toThrow(Death);
      const { executionId } = await startExecution(kit.engine, kit.request(id), false);
      await kit.clock.advance(60_000);
      const left = await wakeExecution(kit.engine, orgId, executionId, budget(kit));
      expect(left?.status).toBe('completed');
    });
  }

  it('between claiming and settling a once effect leaves an unknown outcome, never a second act', async () => {
    let sent = 0;
    const kit = await createEngineKit([makeStep('send', () => ++sent, 'once')]);
    const id = await kit.playbook([{ action: 'send' }]);
    const { executionId } = await startExecution(kit.engine, kit.request(id), false);
    kit.deaths.add('acted');
    await expect(wakeExecution(kit.engine, orgId, executionId, budget(kit))).rejects.toThrow(Death);
    await kit.clock.advance(60_000);
    const left = await wakeExecution(kit.engine, orgId, executionId, budget(kit));
    expect(sent).toBe(1);
    expect(left).toMatchObject({ status: 'waiting', wait: { kind: 'approval' } });
    expect(left?.stepResults).toMatchObject([{ status: 'waiting', error: { code: 'unknown_outcome' } }]);
  });

  it('during an idempotent effect has it repeated under the same key', async () => {
    const keys: string[] = [];
    const kit = await createEngineKit([
      makeStep('put', (_, { idempotencyKey }) => keys.push(idempotencyKey), 'idempotent'),
    ]);
    const id = await kit.playbook([{ action: 'put' }]);
    const { executionId } = await startExecution(kit.engine, kit.request(id), false);
    kit.deaths.add('acted');
    await expect(wakeExecution(kit.engine, orgId, executionId, budget(kit))).rejects.toThrow(Death);
    await kit.clock.advance(60_000);
    expect((await wakeExecution(kit.engine, orgId, executionId, budget(kit)))?.status).toBe('completed');
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it('three times in one step ends the execution with that reason', async () => {
    const kit = await createEngineKit([gap]);
    const id = await kit.playbook([{ action: 'measure_gap' }]);
    const { executionId } = await startExecution(kit.engine, kit.request(id), false);
    for (let death = 0; death < 3; death++) {
      kit.deaths.add('claimed');
      await expect(wakeExecution(kit.engine, orgId, executionId, budget(kit))).rejects.toThrow(Death);
      await kit.clock.advance(60_000);
    }
    const left = await wakeExecution(kit.engine, orgId, executionId, budget(kit));
    expect(left).toMatchObject({ status: 'failed', error: { code: 'worker_died' } });
  });

  it('and comes back as a zombie can neither write nor act', async () => {
    let sent = 0;
    const kit = await createEngineKit([gap, makeStep('send', () => ++sent, 'once')]);
    const id = await kit.playbook([{ action: 'measure_gap' }, { action: 'send' }]);
    const zombie = await startExecution(kit.engine, kit.request(id), true);
    await kit.clock.advance(61_000);
    const left = await wakeExecution(kit.engine, orgId, zombie.executionId, budget(kit));
    expect(left?.status).toBe('completed');
    await advance(kit, zombie);
    expect(sent).toBe(1);
    expect(await kit.execution(zombie.executionId)).toEqual(left);
  });
});
