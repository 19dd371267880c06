import { describe, expect, it } from 'vitest';
import { createArmoury } from '../../../test/kit/arsenal.ts';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { top } from '../../model/paths.ts';
import { playbookSchema } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import { sendEmail } from '../../steps/messaging/send-email.ts';
import { tick } from '../engine/tick.ts';
import { applyTriggers } from './apply-triggers.ts';
import { type SimulateHow, type Simulation, simulateDays, simulateInline, simulateOnce } from './simulate.ts';

const HOUR_MS = 3_600_000;

const mail = {
  id: 'mail',
  action: 'send_email',
  params: {
    to: 'ada@example.com',
    subject: '{{event.name}} is low',
    body: 'By {{trigger.id}} at {{trigger.scheduledFor}}',
  },
};
const weather = { ...mail, params: { to: 'ada@example.com', subject: 'News', body: 'At {{trigger.scheduledFor}}' } };
const lowStock = { type: 'event', id: 'low', eventName: 'inventory.low_stock', filter: 'event.quantity < 5' };
const hourly = { type: 'schedule', id: 'hourly', cron: '0 * * * *', timezone: 'UTC' };

const create = () => createEngineKit([sendEmail, makeStep('do', () => ({})), makeStep('act', () => ({}), 'once')]);
const how = (playbookId: string, more: Partial<SimulateHow> = {}): SimulateHow => ({
  orgId,
  playbookId,
  startedBy: 'editor',
  member: null,
  triggeredBy: 'manual',
  key: 'key',
  ...more,
});

async function simulate(kit: EngineKit, playbookId: string, days = 30): Promise<Simulation> {
  const simulation = await simulateDays(kit.engine, how(playbookId), days);
  if (simulation === null) throw new Error('There is no such playbook');
  return simulation;
}

async function happen(kit: EngineKit, eventId: string, daysAgo: number, data: object, more = {}) {
  const time = new Date(kit.clock.now().getTime() - daysAgo * 24 * HOUR_MS);
  const event = {
    eventName: 'inventory.low_stock',
    source: 'inventory',
    subject: 'blue-dream',
    time,
    dataJson: JSON.stringify(data),
    depth: 0,
    causedBy: null,
    cursor: null,
    started: 0,
    dueAt: null,
    expireAt: new Date(time.getTime() + 30 * 24 * HOUR_MS),
    ...more,
  };
  await kit.store.commit([{ op: 'create', path: paths.event(eventId).path, data: event }]);
}

const everything = { from: paths.executions, where: [], orderBy: [], limit: 500, after: null };
const executionsIn = async (kit: EngineKit) =>
  (await kit.store.query(everything)).flatMap(({ id, data }) => (data === null ? [] : [{ id, ...data }]));

describe('a simulation over what was stored', () => {
  it('says what would have happened, to whom, and rehearses it as dry runs', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([mail], { triggers: [lowStock] });
    for (const [index, quantity] of [3, 9, 4, 1, 2].entries()) {
      await happen(kit, `event${index}`, 20 - index, { name: `Item ${index}`, quantity });
    }
    await happen(kit, 'before', 31, { name: 'Long ago', quantity: 1 });
    const { summary, acts, starts, counted, rehearsed } = await simulate(kit, playbookId);
    expect(summary).toBe('would have run 4 times, sent 4 e-mails to ada@example.com');
    expect([counted, rehearsed]).toEqual([4, 4]);
    expect(acts).toEqual([{ action: 'send_email', times: 4, words: 'sent 4 e-mails to ada@example.com' }]);
    expect(starts.map(({ occasion }) => occasion.eventId)).toEqual(['event0', 'event2', 'event3', 'event4']);
    expect(starts[0]).toMatchObject({
      occasion: { type: 'event', triggerId: 'low', scheduledFor: null },
      outcome: 'completed',
      wouldHave: ["would have e-mailed 1 person: ada@example.com, subject 'Item 0 is low'"],
    });
    const executions = await executionsIn(kit);
    expect(executions.map(({ id }) => id).sort()).toEqual(starts.map(({ dryRunId }) => dryRunId).sort());
    expect(new Set(executions.map(({ mode }) => mode))).toEqual(new Set(['dry_run']));
  });

  it('lets a rehearsal know what the start would have known, and nobody take it for that start', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([weather], { triggers: [hourly] });
    const { starts } = await simulate(kit, playbookId, 1);
    const last = starts.at(-1);
    const execution = await kit.execution(String(last?.dryRunId));
    expect(JSON.parse(execution.contextJson)).toMatchObject({
      trigger: { id: 'hourly', type: 'schedule', scheduledFor: last?.at.toISOString() },
      user: { id: 'owner' },
    });
    expect(execution).toMatchObject({ triggerId: null, scheduledFor: null, eventId: null, startedBy: 'editor' });
    expect(execution.replayOf).toBe(last?.executionId);
    expect(last?.dryRunId).not.toBe(last?.executionId);
  });

  it('lets a rehearsal know that strangers wrote the event', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([mail], { triggers: [lowStock] });
    await happen(kit, 'event', 1, { name: 'Blue Dream', quantity: 1 }, { isTainted: true });
    const { starts } = await simulate(kit, playbookId);
    expect((await kit.execution(String(starts[0]?.dryRunId))).taint).toEqual(['event']);
  });

  it('is to be had of what is not stored, and leaves nothing but dry runs', async () => {
    const kit = await create();
    const inline = playbookSchema.parse({ name: 'Trial', triggers: [lowStock], steps: [mail], ownerId: 'owner' });
    await happen(kit, 'event', 1, { name: 'Blue Dream', quantity: 1 });
    const { summary, starts } = await simulateInline(kit.engine, how('trials'), inline, 30);
    expect(summary).toBe('would have run once, sent 1 e-mail to ada@example.com');
    expect(starts[0]?.wouldHave[0]).toContain("subject 'Blue Dream is low'");
    const [execution, ...more] = await executionsIn(kit);
    expect([more, execution]).toEqual([[], expect.objectContaining({ mode: 'dry_run', playbookName: 'Trial' })]);
    expect(await kit.store.get(paths.playbook('trials'))).toBeNull();
    await expect(simulateInline(kit.engine, how('trials'), { ...inline, steps: [] }, 30)).rejects.toThrow(/mistakes/);
  });

  it.each(['draft', 'paused'])('is to be had of a playbook that is %s', async (status) => {
    const kit = await create();
    const playbookId = await kit.playbook([weather], { triggers: [hourly], status });
    expect((await simulate(kit, playbookId, 1)).summary).toMatch(/^would have run 24 times, sent 24 e-mails to ada@/);
  });

  it('rehearses nothing while everything is paused, since nothing would come of it', async () => {
    const kit = await create();
    const pause = { since: kit.clock.now(), by: 'owner', reason: null };
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { pause } }]);
    const playbookId = await kit.playbook([weather], { triggers: [hourly] });
    const { summary, notes } = await simulate(kit, playbookId, 1);
    expect(summary).toBe('would have run 24 times');
    expect(notes).toContain('Everything is paused, and so are dry runs: nothing was rehearsed');
    expect(await simulateOnce(kit.engine, how(playbookId), { inputs: {}, event: null })).toMatchObject({
      rehearsed: 0,
    });
    expect(await executionsIn(kit)).toEqual([]);
  });

  it('rehearses 25 starts and counts the others', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([{ action: 'act' }], { triggers: [hourly] });
    const { starts, counted, rehearsed, summary, notes } = await simulate(kit, playbookId, 2);
    expect([counted, rehearsed, starts.length]).toEqual([48, 25, 48]);
    expect(starts.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 25 }, () => 'completed'),
      ...Array.from({ length: 23 }, () => 'not rehearsed'),
    ]);
    expect(summary).toBe('would have run 48 times; rehearsed 25 times, it would have done act (25 times)');
    expect(notes).toEqual([
      'A start that comes while the one before it is under way is skipped; that is not simulated',
      'What a rehearsal reads, it reads as it is now, not as it was then',
    ]);
  });

  it('looks at 10,000 events of a name, page by page, and says that there are more', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([{ action: 'do' }], { triggers: [lowStock] });
    for (let index = 0; index < 10_010; index++) {
      await happen(kit, `event${index}`, 29 - index / 1_000, { quantity: index % 2 === 0 ? 1 : 9 });
    }
    const { counted, starts, notes } = await simulate(kit, playbookId);
    expect(counted).toBe(5_000);
    expect(starts.at(-1)?.occasion.eventId).toBe('event9998');
    expect(notes).toContain('Only the first 10,000 inventory.low_stock of the time were looked at');
  });

  it('begins no rehearsal when its time is over', async () => {
    const kit = await createEngineKit([
      makeStep('slow', async () => {
        await kit.clock.advance(9_000);
        return {};
      }),
    ]);
    const playbookId = await kit.playbook([{ action: 'slow' }], { triggers: [hourly] });
    const { counted, rehearsed } = await simulate(kit, playbookId, 1);
    expect(counted).toBe(24);
    expect(rehearsed).toBeGreaterThan(0);
    expect(rehearsed).toBeLessThan(24);
  });

  it('names the executions that the clock then starts', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([{ action: 'do' }], { triggers: [hourly] });
    const armoury = createArmoury(kit, { cap: 0 });
    await applyTriggers(armoury, orgId, playbookId);
    for (let hour = 0; hour < 24; hour++) {
      await kit.clock.advance(HOUR_MS);
      await tick(kit.engine, armoury, new Date(kit.clock.now().getTime() + 50_000));
      await kit.drain();
    }
    const live = (await executionsIn(kit)).map(({ id }) => id);
    const { starts } = await simulate(kit, playbookId, 1);
    expect(live).toHaveLength(24);
    expect(starts.map(({ executionId }) => executionId).sort()).toEqual(live.sort());
  });

  it('writes nothing but its dry runs, and nothing at all the second time', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([mail, { action: 'act' }], { triggers: [lowStock] });
    await happen(kit, 'event', 1, { name: 'Blue Dream', quantity: 1 });
    await applyTriggers(createArmoury(kit), orgId, playbookId);
    kit.commits.length = 0;
    const { starts } = await simulate(kit, playbookId);
    const mine = paths.execution(String(starts[0]?.dryRunId)).path;
    expect(new Set(kit.commits.flat())).toEqual(new Set([mine]));
    const [before] = await kit.store.query(everything);
    expect((await simulate(kit, playbookId)).starts).toEqual(starts);
    expect(await kit.store.query(everything)).toEqual([before]);
  });

  it('is in no list of executions, nor is what its dry runs start', async () => {
    const kit = await create();
    const child = await kit.playbook([{ action: 'do' }]);
    const call = { action: 'run_playbook', params: { playbookId: child } };
    const playbookId = await kit.playbook([mail, call], { triggers: [lowStock] });
    await happen(kit, 'event', 1, { name: 'Blue Dream', quantity: 1 });
    await simulate(kit, playbookId);
    await kit.runOut();
    expect((await executionsIn(kit)).map(({ playbookId: of }) => of).toSorted()).toEqual(
      [child, playbookId].toSorted(),
    );
    expect(await kit.store.query(queries.executions(orgId, { limit: 9 }))).toEqual([]);
  });

  it('says where live mode would have refused, and leaves out the end of a chain', async () => {
    const kit = await create();
    const inputs = [{ name: 'shop', required: true }];
    const playbookId = await kit.playbook([{ action: 'do' }], { triggers: [lowStock], inputs });
    await happen(kit, 'event', 1, { quantity: 1 });
    await happen(kit, 'deep', 1, { quantity: 1 }, { depth: 8 });
    const { starts, rehearsed } = await simulate(kit, playbookId);
    expect(starts).toMatchObject([{ outcome: 'skipped', wouldHave: ['The inputs are not right'], dryRunId: null }]);
    expect(rehearsed).toBe(0);
  });

  it('is refused of a playbook with mistakes, and is null of none', async () => {
    const kit = await create();
    const playbookId = await kit.playbook([{ action: 'no_such' }], { triggers: [hourly] });
    await expect(simulate(kit, playbookId)).rejects.toMatchObject({ name: 'StartRefusedError', code: 'invalid' });
    expect(await simulateDays(kit.engine, how('nobody'), 1)).toBeNull();
  });

  it('counts what failed, and what did nothing outside', async () => {
    const kit = await createEngineKit([
      makeStep('fail', () => {
        throw new Error('no');
      }),
      makeStep('do', () => ({})),
    ]);
    const retry = { maxAttempts: 1 };
    const failing = await kit.playbook([{ action: 'fail', retry }], { triggers: [{ ...hourly, cron: '0 6 * * *' }] });
    const quiet = await kit.playbook([{ action: 'do' }], { triggers: [{ ...hourly, cron: '0 6 * * *' }] });
    expect((await simulate(kit, failing, 1)).summary).toBe(
      'would have run once, changed nothing; it would have failed',
    );
    expect((await simulate(kit, quiet, 1)).summary).toBe('would have run once, changed nothing');
    expect((await simulate(kit, await kit.playbook([{ action: 'do' }]), 1)).summary).toBe('would not have run');
  });
});

describe('a simulation of one start', () => {
  it('rehearses the given inputs and event', async () => {
    const kit = await create();
    const to = '{{inputs.to}}';
    const steps = [{ ...mail, params: { to, subject: '{{event.name}}', body: 'Hello' } }];
    const inputs = [{ name: 'to', required: true }];
    const playbookId = await kit.playbook(steps, { triggers: [lowStock], inputs });
    const event = { name: 'Blue Dream' };
    await expect(simulateOnce(kit.engine, how(playbookId), { inputs: {}, event })).rejects.toThrow('The inputs');
    const given = { inputs: { to: 'ada@example.com,bob@example.com' }, event };
    const { summary, starts } = await simulateOnce(kit.engine, how(playbookId), given);
    expect(summary).toBe('would have run once, sent 1 e-mail to ada@example.com and bob@example.com');
    expect(starts).toMatchObject([{ occasion: { type: 'manual' }, outcome: 'completed' }]);
  });
});
