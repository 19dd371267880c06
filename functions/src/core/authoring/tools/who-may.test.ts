import { beforeEach, describe, expect, it } from 'vitest';
import { orgId, paths, seed } from '../../../../test/kit/engine-kit.ts';
import { asParams, cardIn, createToolsKit, priceAlert, type ToolsKit } from '../../../../test/kit/tools-kit.ts';
import type { Scope } from '../../../model/api-key.ts';
import { top } from '../../../model/paths.ts';
import { queries } from '../../../model/query.ts';
import type { Role, TeamMember } from '../../../model/tenant.ts';
import { chatTools, toolsFor } from './all-tools.ts';

let kit: ToolsKit;
let playbookId: string;
beforeEach(async () => {
  kit = await createToolsKit();
  playbookId = cardIn(await kit.tool('propose_playbook', { contract: asParams(priceAlert) })).playbookId;
});

const member = (role: Role): TeamMember => ({
  uid: 'vic',
  email: 'vic@thrive.example',
  name: 'Vic',
  role,
  locale: 'en-US',
  away: null,
  createdAt: new Date(0),
});
const keyed = (...scopes: Scope[]) => ({
  member: null,
  key: { createdBy: 'owner', scopes },
  actor: { kind: 'key', id: 'key:k1', name: 'Agent', from: null } as const,
  conversationId: null,
  chosenBy: 'model' as const,
});
const talkedInto = { chosenBy: 'model', isTainted: true } as const;
const reads = [
  'forecast_playbook',
  'explain_playbook',
  'list_playbooks',
  'list_executions',
  'explain_execution',
  'list_tasks',
  'query_data',
];

describe('who may call what', () => {
  it('a viewer only reads', async () => {
    const names = toolsFor({ member: member('viewer'), key: null }).map(({ name }) => name);
    expect(names.sort()).toEqual([...reads].sort());
    for (const { name } of chatTools.filter((tool) => !reads.includes(tool.name))) {
      const asked = kit.tool(name, { playbookId }, { member: member('viewer') });
      await expect(asked).rejects.toMatchObject({
        code: 'not_allowed',
        message: /needs the role editor; you are viewer/,
      });
    }
  });

  it('an editor may call all of them', () => {
    expect(toolsFor({ member: member('editor'), key: null })).toHaveLength(chatTools.length);
  });

  it('a key may what its scopes say, and never undo', async () => {
    expect(toolsFor(keyed('executions:read')).map(({ name }) => name)).toEqual([
      'list_executions',
      'explain_execution',
      'list_approvals',
      'list_tasks',
    ]);
    const all = toolsFor(
      keyed('playbooks:read', 'playbooks:write', 'executions:read', 'executions:run', 'approvals:decide'),
    );
    expect(chatTools.filter((tool) => !all.includes(tool)).map(({ name }) => name)).toEqual(['undo']);
    await expect(kit.tool('pause_playbook', { playbookId }, keyed('playbooks:read'))).rejects.toThrow(
      /lacks the scope/,
    );
  });

  it('a key that may run nothing activates nothing and edits nothing that is active', async () => {
    const id = await kit.playbook([{ action: 'log_note', id: 'note', params: { message: 'hi' } }]);
    for (const [name, params] of [
      ['activate_playbook', { playbookId }],
      ['edit_playbook', { playbookId: id, name: 'Other' }],
    ] as const)
      await expect(kit.tool(name, params, keyed('playbooks:write'))).rejects.toThrow(/executions:run/);
    await expect(kit.tool('activate_playbook', { playbookId }, keyed('executions:run'))).rejects.toThrow(
      /playbooks:write/,
    );
  });

  it('what a key proposes belongs to an owner, and the audit names the key', async () => {
    const made = cardIn(
      await kit.tool('propose_playbook', { contract: asParams(priceAlert) }, keyed('playbooks:write')),
    );
    expect(await kit.stored(made.playbookId)).toMatchObject({ ownerId: 'owner', createdBy: 'key:k1', status: 'draft' });
    const entries = await kit.store.query(queries.audit(orgId, { limit: 5 }));
    expect(entries.map(({ data }) => data?.actor.id)).toContain('key:k1');
  });

  it('nobody reaches what is of another tenant', async () => {
    await seed(kit.store, 'org_b', kit.clock.now());
    for (const name of [
      'pause_playbook',
      'execute_playbook',
      'explain_playbook',
      'activate_playbook',
      'archive_playbook',
    ])
      await expect(kit.tool(name, { playbookId }, { orgId: 'org_b' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a tool that is not there, or params that are wrong, are told as such', async () => {
    await expect(kit.tool('mail_everybody')).rejects.toMatchObject({ code: 'unknown_tool' });
    await expect(kit.tool('pause_playbook', { playbookId: '../x' })).rejects.toMatchObject({
      code: 'bad_params',
      errors: [{ path: 'playbookId' }],
    });
    await expect(kit.tool('pause_playbook', { playbookId, until: 'Monday' })).rejects.toMatchObject({
      code: 'bad_params',
    });
  });
});

describe('a model that has read what strangers wrote', () => {
  const note = [{ action: 'log_note', id: 'note', params: { message: 'hi' } }];

  it('proposes drafts and changes drafts, and no more', async () => {
    const outcome = await kit.tool('propose_playbook', { contract: asParams(priceAlert) }, talkedInto);
    expect(cardIn(outcome).status).toBe('draft');
    const renamed = await kit.tool('edit_playbook', { playbookId, name: 'Other' }, talkedInto);
    expect(cardIn(renamed).name).toBe('Other');
  });

  it.each([
    ['pause_playbook', 'Pause Test'],
    ['resume_playbook', 'Resume Test'],
    ['archive_playbook', 'Archive Test'],
    ['execute_playbook', 'Run Test'],
  ])('does not %s: a person orders it by a click', async (name, choice) => {
    const id = await kit.playbook(note);
    const before = await kit.stored(id);
    const { result, parts } = await kit.tool(name, { playbookId: id }, talkedInto);
    expect(result).toMatchObject({ done: false, needsClick: true, choice });
    expect(parts).toEqual([
      { type: 'playbook', playbookId: id },
      { type: 'choices', choices: [choice] },
    ]);
    expect(await kit.stored(id)).toEqual(before);
    expect(kit.queued).toEqual([]);
  });

  it('shows the card instead of activating, and leaves active playbooks as they are', async () => {
    const { result, parts } = await kit.tool('activate_playbook', { playbookId }, talkedInto);
    expect(result).toMatchObject({ needsClick: true });
    expect(parts).toMatchObject([
      { type: 'card', card: { playbookId, status: 'draft' } },
      { type: 'choices', choices: ['Activate Competitor Price Alert'] },
    ]);
    expect((await kit.stored(playbookId)).status).toBe('draft');
    const id = await kit.playbook(note);
    expect((await kit.tool('edit_playbook', { playbookId: id, name: 'Other' }, talkedInto)).result).toMatchObject({
      needsClick: true,
    });
    expect((await kit.stored(id)).name).toBe('Test');
  });

  it('does not undo', async () => {
    expect((await kit.tool('undo', {}, talkedInto)).result).toMatchObject({ needsClick: true, choice: 'Undo' });
    expect((await kit.stored(playbookId)).status).toBe('draft');
  });

  it('still reads', async () => {
    expect(await kit.ask('list_playbooks', {}, talkedInto)).toMatchObject({ playbooks: [{ playbookId }] });
  });
});

describe('a model that speaks with a person', () => {
  const model = { chosenBy: 'model' } as const;

  it('does not activate a draft without a click, whatever was said', async () => {
    const { result } = await kit.tool('activate_playbook', { playbookId }, model);
    expect(result).toMatchObject({ needsClick: true, choice: 'Activate Competitor Price Alert' });
    expect((await kit.stored(playbookId)).status).toBe('draft');
  });

  it('does where the tenant wants what harms nobody to start at once', async () => {
    const fields = { policy: { chatActivates: 'low_risk' } };
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields }]);
    await kit.tool('activate_playbook', { playbookId }, { ...model, signal: AbortSignal.abort() });
    expect((await kit.stored(playbookId)).status).toBe('active');
  });

  it('pauses and runs on the person’s word', async () => {
    const id = await kit.playbook([{ action: 'log_note', id: 'note', params: { message: 'hi' } }]);
    expect(await kit.ask('execute_playbook', { playbookId: id }, model)).toMatchObject({ status: 'queued' });
    expect(await kit.ask('pause_playbook', { playbookId: id }, model)).toMatchObject({ status: 'paused' });
  });
});

describe('approvals', () => {
  const asking = [
    { action: 'log_note', id: 'note', params: { message: 'hi' } },
    { action: 'request_approval', id: 'ask', params: { title: 'Order more?', message: 'Ten boxes' } },
  ];

  async function waiting(more: object = {}): Promise<{ approvalId: string; executionId: string }> {
    const id = await kit.playbook(asking);
    const { executionId } = await kit.ask('execute_playbook', { playbookId: id });
    await kit.drain();
    const [open] = await kit.store.query(queries.approvals(orgId, { limit: 5 }));
    if (open === undefined) throw new Error('Nothing is asked');
    await kit.store.commit([{ op: 'update', path: open.ref.path, fields: { note: 'kept', ...more } }]);
    return { approvalId: open.id, executionId: String(executionId) };
  }

  it('lists what waits, and decides it on the person’s word', async () => {
    const { approvalId, executionId } = await waiting();
    const { result, parts } = await kit.tool('list_approvals');
    expect(result).toMatchObject({ approvals: [{ approvalId, title: 'Order more?', message: 'Ten boxes' }] });
    expect(parts).toEqual([{ type: 'approval', approvalId }]);
    const decided = await kit.ask('decide_approval', { approvalId, decision: 'approved', reason: 'Yes' });
    expect(decided).toMatchObject({ status: 'approved', title: 'Order more?' });
    await kit.drain();
    expect(await kit.execution(executionId)).toMatchObject({ status: 'completed' });
    await expect(kit.tool('undo')).rejects.toThrow(/cannot be undone/);
    await expect(kit.tool('decide_approval', { approvalId, decision: 'rejected' })).rejects.toThrow(
      /not open any more|answered/,
    );
    expect(await kit.ask('list_approvals')).toEqual({ approvals: [] });
  });

  it('leaves what is of high risk to its page', async () => {
    const { approvalId } = await waiting({ risk: 'high' });
    const { result, parts } = await kit.tool('decide_approval', { approvalId, decision: 'approved' });
    expect(result).toMatchObject({ done: false, needsClick: true });
    expect(parts).toEqual([{ type: 'approval', approvalId }]);
    expect((await kit.store.get(paths.approval(approvalId)))?.data.status).toBe('pending');
  });

  it('no model approves what an agent has asked for, nor what strangers had a say in', async () => {
    const { approvalId, executionId } = await waiting();
    const ask = () => kit.ask('decide_approval', { approvalId, decision: 'approved' }, { chosenBy: 'model' });
    expect(await ask()).toMatchObject({ needsClick: true });
    const set = (path: string, fields: object) => kit.store.commit([{ op: 'update', path, fields: { ...fields } }]);
    // Nor through a playbook that it has called.
    const called = await kit.playbook([{ action: 'log_note', id: 'note', params: { message: 'hi' } }]);
    const { executionId: caller } = await kit.ask('execute_playbook', { playbookId: called });
    const parent = { executionId: caller, path: 'go', items: null, awaited: true };
    await set(paths.execution(executionId).path, { triggeredBy: 'playbook', parent });
    expect(await ask()).toMatchObject({ needsClick: true });
    await set(paths.execution(executionId).path, { triggeredBy: 'manual', parent: null });
    await set(paths.approval(approvalId).path, { isTainted: true });
    expect(await ask()).toMatchObject({ needsClick: true });
    await set(paths.approval(approvalId).path, { isTainted: false });
    expect(await ask()).toMatchObject({ status: 'approved' });
  });

  it('takes a click where a model has read strangers', async () => {
    const { approvalId } = await waiting();
    const { result } = await kit.tool('decide_approval', { approvalId, decision: 'rejected' }, talkedInto);
    expect(result).toMatchObject({ needsClick: true, choice: 'Reject Order more?' });
  });

  it('says what does not exist', async () => {
    const asked = kit.tool('decide_approval', { approvalId: 'none', decision: 'approved' });
    await expect(asked).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('secrets', () => {
  it('are taken out of what comes back', async () => {
    const id = await kit.playbook([{ action: 'log_note', id: 'note', params: { message: 'hi' } }], {
      name: 'Say s3cr3t-word',
    });
    const conceal = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('s3cr3t-word', '<omitted>')) as T;
    const { result } = await kit.tool('explain_playbook', { playbookId: id }, { conceal });
    expect(result).toMatchObject({ name: 'Say <omitted>' });
  });
});
