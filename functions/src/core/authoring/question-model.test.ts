import { beforeEach, describe, expect, it } from 'vitest';
import { orgId } from '../../../test/kit/engine-kit.ts';
import { calls, createTalkKit, scripted, type TalkKit, text, tokens } from '../../../test/kit/talk-kit.ts';
import { top } from '../../model/paths.ts';
import { NonRetriableError, RetryAfterError } from '../engine/errors.ts';

let kit: TalkKit;
beforeEach(async () => {
  kit = await createTalkKit();
});

const setLimits = (limits: object) =>
  kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { limits: { daily: {}, ...limits } } }]);

describe('a vendor', () => {
  const wait = (seconds: number) =>
    new RetryAfterError('Too many requests', new Date(kit.clock.now().getTime() + seconds * 1000));

  it('that wants a pause gets it', async () => {
    const { model, asked } = scripted(wait(5), wait(9), [text('Here I am.')]);
    const said = kit.say('Hi', { vendor: model });
    for (let step = 0; step < 20; step++) await kit.clock.advance(1_000);
    expect((await said).text).toBe('Here I am.');
    expect(asked).toHaveLength(3);
  });

  it('that wants too long a pause is told about', async () => {
    const { model } = scripted(wait(3_600));
    const told = await kit.say('Hi', { vendor: model });
    expect(told.text).toContain('Too many requests');
    expect(await kit.answer(told)).toMatchObject({ status: 'failed' });
  });

  it('that breaks off in the middle leaves what was said, why it ended, and what it cost', async () => {
    const { model } = scripted(async function* () {
      yield text('Once upon a');
      throw new NonRetriableError('The answer broke off', { fault: 'vendor' });
    });
    const told = await kit.say('Tell me', { vendor: model });
    expect(told.text).toBe('Once upon a\n\nThe answer broke off');
    expect(await kit.answer(told)).toMatchObject({ status: 'failed', parts: told.parts });
    expect(await kit.spent()).toBeGreaterThan(0);
  });

  it('whose answer breaks in a way that nobody knows is told without its text', async () => {
    const told = await kit.say('Hi', { vendor: scripted(new Error('secret stack')).model });
    expect(told.text).toContain('Something went wrong on our side');
    expect(JSON.stringify(await kit.answer(told))).not.toContain('secret');
  });

  it('is counted in the month, as steps are', async () => {
    const { model } = scripted([text('Hi'), tokens(1_000, 500)]);
    const told = await kit.say('Hi', { vendor: model });
    expect(await kit.spent()).toBe(9_000);
    expect(told.parts.at(-1)).toMatchObject({ type: 'usage', usd: 0.009 });
  });

  it('is not asked when the month’s budget is used up: the planner answers, and says so', async () => {
    await setLimits({ monthlyCost: 100 });
    const { model, asked } = scripted([text('Hi')]);
    const told = await kit.say('list my playbooks', { vendor: model });
    expect(asked).toEqual([]);
    expect(told.text).toMatch(/budget.*built-in planner answers/s);
    expect(told.text).toContain('There are none');
  });

  it('is asked no more once an answer has cost what one may', async () => {
    await setLimits({ executionCost: 200_000 });
    const { model, asked } = scripted([calls('list_playbooks', {}), tokens(30_000, 1_000)]);
    const told = await kit.say('Loop', { vendor: model });
    expect(asked.length).toBeLessThan(3);
    expect(told.text).toContain('has cost as much as one may');
  });
});
