import { describe, expect, it } from 'vitest';
import { createEngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { outputAt, start } from '../../../test/kit/flow-kit.ts';
import { type Answer, decideApproval } from '../../core/engine/decide-approval.ts';
import { tellApprovers } from '../../core/governance/tell-approvers.ts';
import type { JsonObject } from '../../model/json.ts';
import { queries } from '../../model/query.ts';
import type { Role } from '../../model/tenant.ts';
import { askHuman } from './ask-human.ts';

const choices = ['Blue Dream', 'Gelato'];
const promoted = { id: 'give', action: 'give', params: { product: '{{steps.ask.answer}}', by: '{{steps.ask.by}}' } };

/** An execution that has asked, in a team of Olive, who owns it, Ed and Vic, who only looks on. */
async function asked(params: JsonObject = { choices }, more: JsonObject = {}) {
  const kit = await createEngineKit([askHuman, makeStep('give', (given) => given)]);
  const member = async (uid: string, role: Role) => {
    const data = { uid, email: `${uid}@thrive.example`, name: uid, role, createdAt: kit.clock.now() };
    await kit.store.commit([{ op: 'set', path: paths.member(uid).path, data }]);
  };
  await member('ed', 'editor');
  await member('vic', 'viewer');
  const ask = { id: 'ask', action: 'ask_human', params: { question: 'Which one?', ...params }, ...more };
  const executionId = await start(kit, [ask, promoted]);
  const wait = (await kit.execution(executionId)).wait;
  const approvalId = wait?.kind === 'approval' ? wait.approvalId : '';
  const answer = async (given: Partial<Answer>) => {
    const full = { status: 'approved', by: 'ed', reason: null, ...given } as const;
    const decided = await decideApproval(kit.engine, orgId, approvalId, full);
    await kit.drain();
    return decided.kind === 'refused' ? decided.refused.code : decided.kind;
  };
  return { kit, executionId, approvalId, answer };
}

describe('ask_human', () => {
  it('waits, and goes on with what was chosen, by whom and why', async () => {
    const { kit, executionId, approvalId, answer } = await asked();
    expect(await kit.execution(executionId)).toMatchObject({ status: 'waiting', wait: { kind: 'approval' } });
    expect((await kit.store.get(paths.approval(approvalId)))?.data).toMatchObject({
      kind: 'question',
      title: 'Which one?',
      choices,
      answer: null,
      status: 'pending',
    });
    expect(await answer({ answer: 'Gelato', reason: 'It sells' })).toBe('decided');
    expect((await kit.execution(executionId)).status).toBe('completed');
    expect(await outputAt(kit, executionId, 'ask')).toEqual({ answer: 'Gelato', by: 'ed', comment: 'It sells' });
    expect(await outputAt(kit, executionId, 'give')).toEqual({ product: 'Gelato', by: 'ed' });
    const entries = (await kit.store.query(queries.audit(orgId, { limit: 9 }))).map(({ data }) => data);
    const entry = entries.find((one) => one?.action === 'approval.approved');
    expect(JSON.parse(entry?.afterJson ?? '{}')).toMatchObject({ answer: 'Gelato', reason: 'It sells' });
  });

  it.each([
    [{ answer: 'Else' }, 'bad_answer'],
    [{ answer: null }, 'bad_answer'],
    [{ answer: 'Gelato', by: 'vic' }, 'role'],
    [{ answer: 'Gelato', by: 'eve' }, 'role'],
    [{ answer: 'Gelato', by: 'key:k1' }, 'key_vote'],
    [{ answer: 'Gelato', params: {} }, 'not_editable'],
  ])('does not take %j', async (given, code) => {
    const { kit, executionId, answer } = await asked();
    expect(await answer(given)).toBe(code);
    expect((await kit.execution(executionId)).status).toBe('waiting');
  });

  it('takes any words where there is nothing to choose from', async () => {
    const { kit, executionId, answer } = await asked({});
    await answer({ answer: '{{secret}} "Both" <b>' });
    expect(await outputAt(kit, executionId, 'give')).toEqual({ product: '{{secret}} "Both" <b>', by: 'ed' });
  });

  it('may be answered by who has caused it: it is no consent', async () => {
    const { answer } = await asked();
    expect(await answer({ by: 'owner', answer: 'Gelato' })).toBe('decided');
  });

  it('fails when it is declined', async () => {
    const { kit, executionId, answer } = await asked();
    expect(await answer({ status: 'rejected', reason: 'Ask Bob' })).toBe('decided');
    expect(await kit.execution(executionId)).toMatchObject({
      status: 'failed',
      error: { code: 'rejected', message: expect.stringContaining('Ask Bob') },
    });
  });

  it('has the answer that was laid down when nobody answers in time, or fails', async () => {
    const late = async (params: JsonObject) => {
      const { kit, executionId } = await asked({ choices, timeout: '2h', ...params });
      await kit.clock.advance(2 * 3_600_000 + 1_000);
      await kit.drain();
      return { execution: await kit.execution(executionId), output: await outputAt(kit, executionId, 'ask') };
    };
    const kept = await late({ on_expiry: 'Gelato' });
    expect([kept.execution.status, kept.output]).toEqual(['completed', { answer: 'Gelato', by: null, comment: null }]);
    expect((await late({})).execution).toMatchObject({ status: 'failed', error: { code: 'approval_expired' } });
  });

  it('is told by mail with the choices, and with no link that answers', async () => {
    const { kit, approvalId } = await asked();
    const letters: string[] = [];
    const mail = {
      link: (path: string) => `https://app.example${path}`,
      send: async ({ text }: { text: string }) => void letters.push(text),
    };
    const engine = {
      ...kit.engine,
      services: { ...kit.engine.services, secret: async () => 'a-key-that-signs-links' },
    };
    await tellApprovers({ engine, mail, linkKeyName: 'LINK_KEY' }, orgId, approvalId);
    expect(letters).not.toEqual([]);
    for (const letter of letters) {
      expect(letter).toContain('To choose from: Blue Dream · Gelato');
      expect(letter).not.toContain('token=');
    }
  });

  it.each([
    [{ choices: ['One'] }, 'choices'],
    [{ choices: ['A', 'A'] }, 'choices'],
    [{ choices, on_expiry: 'Else' }, 'on_expiry'],
    [{ question: '' }, 'question'],
  ])('refuses %j', (wrong, path) => {
    const { error } = askHuman.params.safeParse({ question: 'Which one?', ...wrong });
    expect(error?.issues[0]?.path[0]).toBe(path);
  });

  it('asks nobody in a dry run, and goes on as if answered', async () => {
    const kit = await createEngineKit([askHuman, makeStep('give', (given) => given)]);
    const ask = { id: 'ask', action: 'ask_human', params: { question: 'Which one?', choices } };
    const executionId = await start(kit, [ask, promoted], { dryRun: true });
    const { stepResults, mode } = await kit.execution(executionId);
    expect([mode, stepResults[0]?.note]).toEqual(['dry_run', 'would have asked: Which one? (Blue Dream, Gelato)']);
    expect(await kit.store.query(queries.approvals(orgId, { limit: 9 }))).toEqual([]);
  });
});
