import { describe, expect, it } from 'vitest';
import { budget, createEngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { JsonObject } from '../../model/json.ts';
import { NonRetriableError, RetriableError } from './errors.ts';
import { startExecution } from './start-execution.ts';
import { wakeExecution } from './wake-execution.ts';

/** About what Firestore counts: names and values as text, eight bytes for a date or a number. */
function sizeOf(value: unknown): number {
  if (value instanceof Date || typeof value === 'number') return 8;
  if (typeof value === 'string') return Buffer.byteLength(value) + 1;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + sizeOf(one), 0);
  if (value === null || typeof value !== 'object') return 1;
  return Object.entries(value).reduce((sum, [name, one]) => sum + name.length + 1 + sizeOf(one), 0);
}
const KB = 1024;

async function complete(steps: readonly JsonObject[], outputs: Readonly<Record<string, () => unknown>>) {
  const kit = await createEngineKit([
    ...Object.entries(outputs).map(([id, output]) => makeStep(id, output)),
    makeStep('measure', ({ text }) => ({ length: String(text).length })),
    makeStep('pass', (params) => params),
  ]);
  kit.clock.flow();
  const playbookId = await kit.playbook(steps);
  const { executionId } = await startExecution(kit.engine, kit.request(playbookId), false);
  await wakeExecution(kit.engine, orgId, executionId, budget(kit));
  await kit.runOut();
  const all = await kit.store.query({ from: paths.executions, where: [], orderBy: [], limit: 500, after: null });
  return { kit, execution: await kit.execution(executionId), executionId, sizes: all.map(({ data }) => sizeOf(data)) };
}

describe('an execution stays below 256 KB', () => {
  const many = (action: string, more: JsonObject = {}) =>
    Array.from({ length: 500 }, (_, index) => ({ id: `s${index}`, action, ...more }));

  it('with 500 steps', async () => {
    const { execution, sizes } = await complete(many('pass'), {});
    expect(execution.status).toBe('completed');
    expect(execution.stepResults).toHaveLength(500);

    expect(Math.max(...sizes)).toBeLessThan(256 * KB);
  });

  it('with 500 outputs of 8 KB', async () => {
    const { execution, sizes } = await complete(many('wide'), { wide: () => 'x'.repeat(8_000) });
    expect(execution.status).toBe('completed');

    expect(Math.max(...sizes)).toBeLessThan(256 * KB);
  });

  it('with 500 long failures', async () => {
    const wordy = () => {
      throw new NonRetriableError('x'.repeat(2_000), {
        errors: Array.from({ length: 20 }, () => ({ path: 'x', message: 'y'.repeat(200) })),
      });
    };
    const { execution, sizes } = await complete(many('wordy', { onError: 'continue' }), { wordy });
    expect(execution.status).toBe('completed');

    expect(Math.max(...sizes)).toBeLessThan(256 * KB);
  });

  it('with 500 steps that fail at length, again and again', async () => {
    const retry = { maxAttempts: 3, baseDelayMs: 10, maxDelayMs: 10 };
    const shaky = () => {
      throw new RetriableError('x'.repeat(2_000));
    };
    const { execution, sizes } = await complete(many('shaky', { onError: 'continue', retry }), { shaky });
    expect(execution.status).toBe('completed');
    expect(execution.stepResults[0]?.failures).toHaveLength(2);

    expect(Math.max(...sizes)).toBeLessThan(256 * KB);
  });

  it('with 500 long reasons for a skip', async () => {
    const condition = `"${'x'.repeat(900)}" == ""`;
    const body = Array.from({ length: 4 }, () => ({ action: 'pass', condition }));
    const items = Array.from({ length: 100 }, (_, index) => index);
    const { execution, sizes } = await complete([{ action: 'for_each', params: { items }, steps: body }], {});
    expect(execution.stepResults).toHaveLength(401);
    expect(execution.status).toBe('completed');

    expect(Math.max(...sizes)).toBeLessThan(256 * KB);
  });

  it('with 10,000 items, as each of its shares does', { timeout: 120_000 }, async () => {
    const items = '{{steps.list}}';
    const { execution, sizes } = await complete(
      [
        { id: 'list', action: 'list' },
        {
          id: 'loop',
          action: 'for_each',
          params: { items, concurrency: 50 },
          steps: [{ action: 'pass', params: { item: '{{item}}' } }],
        },
      ],
      { list: () => Array.from({ length: 10_000 }, (_, index) => index) },
    );
    expect(execution.status).toBe('completed');
    expect(execution.stepResults[1]?.progress).toMatchObject({ total: 10_000, completed: 10_000, failed: 0 });
    expect(sizes).toHaveLength(101);
    expect(execution.stepResults).toHaveLength(2);

    expect(Math.max(...sizes)).toBeLessThan(256 * KB);
  });
});

describe('an output', () => {
  const steps = [{ action: 'make' }, { action: 'measure', params: { text: '{{steps.make}}' } }];

  it('of 900 KB is kept beside, and read by the steps behind it', async () => {
    const { kit, execution, executionId } = await complete(steps, { make: () => 'x'.repeat(899_990) });
    expect(execution.status).toBe('completed');
    expect(execution.stepResults[1]?.outputJson).toBe('{"length":899990}');
    expect(sizeOf(execution)).toBeLessThan(8 * KB);
    expect(sizeOf((await kit.store.get(paths.output(executionId, 'make')))?.data)).toBeGreaterThan(899_000);
  });

  it('of more than that is refused in words', async () => {
    const { execution } = await complete(steps, { make: () => 'x'.repeat(900_001) });
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'output_too_large' } });
    expect(execution.error?.message).toContain('at most 900 KB');
  });

  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const deep = (): unknown => Array.from({ length: 20_000 }).reduce((inner) => [inner], null);
  const bad: Readonly<Record<string, () => unknown>> = {
    undefined: () => undefined,
    'undefined inside': () => ({ a: undefined }),
    'a function': () => () => 1,
    'a big integer': () => ({ a: 1n }),
    'not a number': () => ({ a: Number.NaN }),
    'an infinite number': () => Number.POSITIVE_INFINITY,
    'a symbol': () => Symbol('x'),
    'a date': () => new Date(0),
    'a map': () => new Map([['a', 1]]),
    'one that holds itself': () => circular,
    'one that is nested without end': deep,
    'one that throws when it is read': () => ({
      get a(): never {
        throw new Error('no');
      },
    }),
  };
  for (const [name, make] of Object.entries(bad)) {
    it(`that is no JSON (${name}) fails the step and says so`, async () => {
      const { execution } = await complete([{ action: 'make' }], { make });
      expect(execution).toMatchObject({ status: 'failed', error: { code: 'bad_output', fault: 'system' } });
    });
  }
});
