import { beforeEach, describe, expect, it } from 'vitest';
import { orgId, paths } from '../../../../test/kit/engine-kit.ts';
import {
  asParams,
  cardIn,
  createToolsKit,
  lateInvoice,
  priceAlert,
  type ToolsKit,
} from '../../../../test/kit/tools-kit.ts';
import { readContract } from '../../../model/contract.ts';
import { queries } from '../../../model/query.ts';

let kit: ToolsKit;
let playbookId: string;
beforeEach(async () => {
  kit = await createToolsKit();
  playbookId = cardIn(await kit.tool('propose_playbook', { contract: asParams(priceAlert) })).playbookId;
});

const arm = (checkedAt: Date, state: 'armed' | 'partial' = 'armed', problems: object[] = []) =>
  kit.store.commit([
    {
      op: 'update',
      path: paths.playbook(playbookId).path,
      fields: { arming: { state, problems, versionId: 'v', checkedAt } },
    },
  ]);
const later = (ms: number) => new Date(kit.clock.now().getTime() + ms);
const audited = async () =>
  (await kit.store.query(queries.audit(orgId, { limit: 20 }))).map(({ data }) => data?.action);

describe('activate_playbook', () => {
  it('says that it is armed when that was seen', async () => {
    await arm(later(1_000));
    const result = await kit.ask('activate_playbook', { playbookId });
    expect(result).toMatchObject({ status: 'active', before: 'draft', arming: 'armed', problems: [] });
    expect(await audited()).toContain('playbook.changed');
  });

  it('does not take for armed what was looked at before', async () => {
    await arm(later(-1_000));
    const asked = kit.ask('activate_playbook', { playbookId });
    for (let look = 0; look < 40; look++) await kit.clock.advance(100);
    expect(await asked).toMatchObject({ status: 'active', arming: 'still being armed' });
  });

  it('tells what could not be armed', async () => {
    await arm(later(1_000), 'partial', [{ path: 'triggers.0', message: 'The quota of jobs is used up' }]);
    const result = await kit.ask('activate_playbook', { playbookId });
    expect(result).toMatchObject({ arming: 'partial', problems: ['The quota of jobs is used up'] });
  });
});

describe('pause, resume and archive', () => {
  beforeEach(async () => {
    await arm(later(60_000));
    await kit.ask('activate_playbook', { playbookId });
  });

  it('pauses and resumes, with what becomes of what was held', async () => {
    expect(await kit.ask('pause_playbook', { playbookId })).toMatchObject({ status: 'paused', until: null });
    expect(await kit.ask('resume_playbook', { playbookId, held: 'none' })).toMatchObject({ status: 'active' });
    expect((await kit.stored(playbookId)).resumed).toMatchObject({ choice: 'none' });
    expect(await audited()).toEqual(expect.arrayContaining(['playbook.paused', 'playbook.resumed']));
  });

  it('pauses until a day, at its beginning where the business is', async () => {
    const result = await kit.ask('pause_playbook', { playbookId, until: '2026-12-24' });
    expect(result).toMatchObject({ status: 'paused', until: 'Thu, Dec 24, 2026, 12:00 AM EST' });
    expect((await kit.stored(playbookId)).pause?.until).toEqual(new Date('2026-12-24T05:00:00Z'));
  });

  it.each(['2026-11-23', '2020-01-01'])('does not pause until %s, which is over or has begun', async (until) => {
    await expect(kit.tool('pause_playbook', { playbookId, until })).rejects.toThrow(/still to come/);
    expect((await kit.stored(playbookId)).status).toBe('active');
  });

  it('archives, and then leaves it alone', async () => {
    expect(await kit.ask('archive_playbook', { playbookId })).toMatchObject({ status: 'archived' });
    for (const tool of ['activate_playbook', 'pause_playbook', 'resume_playbook', 'execute_playbook'])
      await expect(kit.tool(tool, { playbookId })).rejects.toThrow(/is archived/);
    await expect(kit.tool('edit_playbook', { playbookId, name: 'Other' })).rejects.toThrow(/is archived/);
  });

  it('says so where there is no such playbook', async () => {
    await expect(kit.tool('pause_playbook', { playbookId: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('edit_playbook', () => {
  const at10 = { ...priceAlert, triggers: [{ ...priceAlert.triggers[0], cron: '0 10 * * *' }] };
  const over20 = {
    ...priceAlert,
    conditions: [{ ...priceAlert.conditions[0], value: 20 }],
    sentences: [...priceAlert.sentences, 'Make it 20 percent'],
  };

  it('changes when it starts and keeps its name and trigger', async () => {
    const before = await kit.stored(playbookId);
    const card = cardIn(await kit.tool('edit_playbook', { playbookId, contract: asParams(at10) }));
    expect(card.nextTimes[0]?.words).toContain('10:00 AM');
    expect(card.changes.length).toBeGreaterThan(0);
    const after = await kit.stored(playbookId);
    expect(after.name).toBe(before.name);
    expect(after.triggers[0]?.id).toBe(before.triggers[0]?.id);
    expect(JSON.parse(after.stepsJson ?? '')).toEqual(JSON.parse(before.stepsJson ?? ''));
  });

  it('makes the steps and the examples anew from another limit, on an active playbook too', async () => {
    await arm(later(60_000));
    await kit.ask('activate_playbook', { playbookId });
    const card = cardIn(await kit.tool('edit_playbook', { playbookId, contract: asParams(over20) }));
    expect(card).toMatchObject({ status: 'active', problems: [] });
    expect(card.examples.every(({ agrees }) => agrees)).toBe(true);
    const after = await kit.stored(playbookId);
    expect(after.stepsJson).toContain('> 20');
    expect(readContract(after.contractJson)?.conditions[0]?.value).toBe(20);
  });

  it('does not let an active playbook do what was not asked for', async () => {
    await arm(later(60_000));
    await kit.ask('activate_playbook', { playbookId });
    const before = await kit.stored(playbookId);
    const steps = JSON.parse((before.stepsJson ?? '').replaceAll(/> 10(?!\d)/g, '> 20'));
    await expect(kit.tool('edit_playbook', { playbookId, steps })).rejects.toMatchObject({
      errors: [{ path: expect.stringMatching(/^contract\.examples\.\d+$/) }],
    });
    expect((await kit.stored(playbookId)).stepsJson).toBe(before.stepsJson);
  });

  it('says that steps which were changed by hand were written anew', async () => {
    const steps = JSON.parse((await kit.stored(playbookId)).stepsJson ?? '[]');
    const more = [...steps, { action: 'log_note', params: { message: 'done' } }];
    await kit.tool('edit_playbook', { playbookId, steps: more });
    const card = cardIn(await kit.tool('edit_playbook', { playbookId, contract: asParams(over20) }));
    expect(card.changes).toContain('Steps that were changed by hand were written anew.');
    expect((await kit.stored(playbookId)).stepsJson).not.toContain('log_note');
  });

  it('renames', async () => {
    const card = cardIn(await kit.tool('edit_playbook', { playbookId, name: 'Morning Watch' }));
    expect(card).toMatchObject({ name: 'Morning Watch', changes: ['It is called “Morning Watch” now.'] });
  });

  it('wants to know what is to change', async () => {
    await expect(kit.tool('edit_playbook', { playbookId })).rejects.toMatchObject({ code: 'bad_params' });
  });
});

describe('execute_playbook', () => {
  it('starts it once for one call, on record', async () => {
    const first = await kit.ask('execute_playbook', { playbookId }, { callId: 'run' });
    const again = await kit.ask('execute_playbook', { playbookId }, { callId: 'run' });
    expect(first).toMatchObject({ status: 'queued', name: 'Competitor Price Alert' });
    expect(again.executionId).toBe(first.executionId);
    const execution = await kit.execution(String(first.executionId));
    expect(execution).toMatchObject({ triggeredBy: 'agent', startedBy: 'owner', mode: 'live' });
    expect(kit.queued.filter(({ handler }) => handler === 'advance').length).toBeGreaterThan(0);
    expect((await audited()).filter((action) => action === 'execution.started')).toHaveLength(1);
  });

  it('runs nothing by hand that tells of the event by which it starts', async () => {
    const { playbookId: id } = await kit.ask('propose_playbook', { contract: asParams(lateInvoice) });
    await expect(kit.tool('execute_playbook', { playbookId: String(id) })).rejects.toThrow(/by hand nothing does/);
    expect(kit.queued).toEqual([]);
  });

  it('says which inputs are missing', async () => {
    const inputs = [{ name: 'product', required: true }];
    const id = await kit.playbook([{ action: 'log_note', id: 'note', params: { message: 'x' } }], { inputs });
    await expect(kit.tool('execute_playbook', { playbookId: id })).rejects.toMatchObject({
      name: 'ToolError',
      errors: [{ path: 'inputs.product' }],
    });
  });
});

describe('undo', () => {
  it('removes a draft that was made, and nothing twice', async () => {
    expect(await kit.ask('undo')).toMatchObject({ done: true, removed: 'Competitor Price Alert' });
    expect(await kit.store.get(paths.playbook(playbookId))).toBeNull();
    await expect(kit.tool('undo')).rejects.toThrow(/nothing in this conversation/);
    expect(await audited()).toContain('playbook.deleted');
  });

  it('restores what an edit has changed, then removes the draft', async () => {
    const before = await kit.stored(playbookId);
    const changed = { ...priceAlert, triggers: [{ ...priceAlert.triggers[0], cron: '30 7 * * 1' }] };
    await kit.clock.advance(1_000);
    await kit.tool('edit_playbook', { playbookId, contract: asParams(changed), name: 'Other' });
    await kit.clock.advance(1_000);
    expect(await kit.ask('undo')).toMatchObject({ done: true, restored: before.name });
    const after = await kit.stored(playbookId);
    const { updatedAt: _, stepsJson, ...was } = before;
    expect(after).toMatchObject(was);
    expect(JSON.parse(after.stepsJson ?? '')).toEqual(JSON.parse(stepsJson ?? ''));
    await kit.clock.advance(1_000);
    expect(await kit.ask('undo')).toMatchObject({ done: true, removed: before.name });
  });

  it('puts a status back', async () => {
    await arm(later(60_000));
    await kit.ask('activate_playbook', { playbookId });
    expect(await kit.ask('undo')).toMatchObject({ status: 'draft' });
    await kit.ask('activate_playbook', { playbookId });
    await kit.ask('pause_playbook', { playbookId });
    expect(await kit.ask('undo')).toMatchObject({ status: 'active' });
    await kit.ask('archive_playbook', { playbookId });
    expect(await kit.ask('undo')).toMatchObject({ status: 'active' });
  });

  it('leaves alone what was activated by a click since', async () => {
    const { playbook } = { playbook: paths.playbook(playbookId).path };
    await kit.store.commit([{ op: 'update', path: playbook, fields: { status: 'active', updatedAt: later(5) } }]);
    const outcome = await kit.tool('undo');
    expect(outcome.result).toMatchObject({ done: false });
    expect(outcome.parts).toEqual([
      { type: 'choices', choices: ['Pause Competitor Price Alert', 'Archive Competitor Price Alert'] },
    ]);
  });

  it('does not undo what somebody else has changed since', async () => {
    await kit.tool('edit_playbook', { playbookId, name: 'Other' });
    const path = paths.playbook(playbookId).path;
    await kit.store.commit([{ op: 'update', path, fields: { name: 'Third', updatedAt: later(5) } }]);
    await expect(kit.tool('undo')).rejects.toThrow(/changed again since/);
    expect((await kit.stored(playbookId)).name).toBe('Third');
  });

  it('says of a run that it cannot be undone, and does not undo what was before it', async () => {
    await kit.tool('execute_playbook', { playbookId });
    await expect(kit.tool('undo')).rejects.toThrow(/cannot be undone/);
    expect((await kit.stored(playbookId)).status).toBe('draft');
  });

  it('that nobody can read any more keeps nothing else from being done', async () => {
    const { path } = paths.deeds('talk');
    await kit.store.commit([{ op: 'set', path, data: { deedsJson: '[{"kind":"sung"}]' } }]);
    await kit.tool('edit_playbook', { playbookId, name: 'Other' });
    expect(await kit.ask('undo')).toMatchObject({ done: true, restored: 'Competitor Price Alert' });
  });

  it('knows only what its own conversation did', async () => {
    await expect(kit.tool('undo', {}, { conversationId: 'another' })).rejects.toThrow(/nothing/);
    await expect(kit.tool('undo', {}, { conversationId: null })).rejects.toThrow(/nothing/);
  });
});
