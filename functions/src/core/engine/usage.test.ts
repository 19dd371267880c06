import { describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { JsonObject } from '../../model/json.ts';
import { top } from '../../model/paths.ts';
import { NonRetriableError, RetriableError, RetryAfterError } from './errors.ts';
import { startExecution } from './start-execution.ts';
import type { AnyStepType, StepContext } from './step-type.ts';
import { wakeExecution } from './wake-execution.ts';

/** Two reads, a write, 100 tokens, a call of a vendor, and three seconds. */
async function work({ store, meter, clock }: StepContext): Promise<void> {
  await store.get(top.tenant(orgId));
  await store.find(paths.member('owner'));
  await store.commit([{ op: 'set', path: paths.domain('products').path.concat('/one'), data: { name: 'One' } }]);
  meter({ tokens: 100, vendorCalls: 1 });
  await clock.sleep(3_000);
}
const noOther = { routineTokens: 0, cachedTokens: 0 };
const WORK = { ...noOther, reads: 2, writes: 1, tokens: 100, vendorCalls: 1, computeMs: 3_000 };
const TWICE = { ...noOther, reads: 4, writes: 2, tokens: 200, vendorCalls: 2, computeMs: 6_000 };

const types: AnyStepType[] = [
  makeStep('work', async (_, context) => {
    await work(context);
    return null;
  }),
  makeStep('fail', async (_, context) => {
    await work(context);
    throw new NonRetriableError('No such page');
  }),
  makeStep('again', async (_, context) => {
    await work(context);
    if (context.attempt === 1) throw new RetriableError('Not now');
    return null;
  }),
  makeStep('later', async (_, context) => {
    await work(context);
    const later = new Date(context.clock.now().getTime() + 7_200_000);
    if (context.attempt === 1) throw new RetryAfterError('In two hours', later);
    return null;
  }),
  {
    ...makeStep('mail', async (_, context) => work(context).then(() => null), 'once'),
    limit: 'email_send',
  } as AnyStepType,
];

async function usageOf(
  steps: readonly JsonObject[],
  before: (kit: EngineKit) => Promise<void> = async () => undefined,
) {
  const kit = await createEngineKit(types);
  await before(kit);
  kit.clock.flow();
  const id = await startAndRun(kit, steps);
  const { usage, stepResults, status } = await kit.execution(id);
  return { status, usage, steps: stepResults.map((one) => one.usage) };
}

async function startAndRun(kit: EngineKit, steps: readonly JsonObject[]): Promise<string> {
  const { executionId } = await startExecution(kit.engine, kit.request(await kit.playbook(steps)), false);
  const now = kit.clock.now().getTime();
  const budget = { deadline: new Date(now + 3_600_000), end: new Date(now + 7_200_000), isShort: false };
  await wakeExecution(kit.engine, orgId, executionId, budget);
  await kit.runOut();
  return executionId;
}

describe('what a step has used', () => {
  it.each([
    ['when it is done', [{ action: 'work' }], WORK],
    ['when it failed', [{ action: 'fail', onError: 'continue' }], WORK],
    ['in each of its attempts', [{ action: 'again' }], TWICE],
    ['over a pause of two hours, which costs nothing', [{ action: 'later' }], TWICE],
  ])('is counted %s', async (_, steps, wanted) => {
    const { status, steps: used } = await usageOf(steps);
    expect({ status, used }).toEqual({ status: 'completed', used: [wanted] });
  });

  it('is counted without the time that it was held', async () => {
    const { status, steps: used } = await usageOf([{ action: 'mail' }], async ({ store }) => {
      const full = { name: 'email_send', period: '2026-11-23', used: 50, expireAt: new Date('2027-01-01T00:00:00Z') };
      await store.commit([{ op: 'create', path: paths.limit('email_send_2026-11-23').path, data: full }]);
    });
    expect({ status, used }).toEqual({ status: 'completed', used: [WORK] });
  });

  it('is part of what the execution has used, beside its own bookkeeping', async () => {
    const none = await usageOf([{ action: 'work', condition: 'false' }]);
    const { usage } = await usageOf([{ action: 'work' }, { action: 'fail', onError: 'continue' }, { action: 'again' }]);
    const { reads, ...rest } = usage;
    expect(reads).toBe(none.usage.reads + 8);
    // Two of them took so long that they were put on record by themselves.
    expect(rest).toEqual({
      ...noOther,
      writes: none.usage.writes + 4 + 2,
      tokens: 400,
      vendorCalls: 4,
      computeMs: 12_000,
    });
  });
});
