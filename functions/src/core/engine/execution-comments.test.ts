import { beforeEach, describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { Actor } from '../../model/audit.ts';
import { queries } from '../../model/query.ts';
import type { Role } from '../../model/tenant.ts';
import { commentOnExecution, deleteComment } from './execution-comments.ts';
import { startExecution } from './start-execution.ts';

let kit: EngineKit;
let executionId: string;
beforeEach(async () => {
  kit = await createEngineKit([makeStep('look', () => ({}))]);
  const playbookId = await kit.playbook([{ id: 'look', action: 'look' }]);
  ({ executionId } = await startExecution(kit.engine, kit.request(playbookId), false));
  await join('ada', 'Ada Lane', 'editor');
  await join('ben', 'Ben', 'viewer');
  await join('ben2', 'Ben', 'viewer');
});

const actorOf = (id: string): Actor => ({ kind: 'user', id, name: `${id}’s name`, from: null });
async function join(uid: string, name: string, role: Role) {
  const member = { uid, email: `${uid}@thrive.example`, name, role, createdAt: kit.clock.now() };
  await kit.store.commit([{ op: 'create', path: paths.member(uid).path, data: member }]);
}
let nth = 0;
const say = (text: string, by = 'ada', mentions: readonly string[] = [], key = `key${nth++}`) =>
  commentOnExecution(kit.engine, { orgId, actor: actorOf(by), isTainted: false }, executionId, { text, mentions, key });
const told = async (uid: string) => {
  const found = await kit.store.query(queries.notifications(orgId, uid, { limit: 10 }));
  return found.map(({ data }) => data);
};
const comments = async () => {
  const found = await kit.store.query(queries.executionComments(orgId, executionId, { limit: 10 }));
  return found.map(({ data }) => data?.text);
};

describe('a comment', () => {
  it('is kept as long as its execution, and tells whom it names', async () => {
    const { comment } = await say('@ada lane and I ask @ben2: why?', 'ada', ['ben2']);
    const { expireAt } = await kit.execution(executionId);
    expect(comment).toMatchObject({ by: 'ada', mentions: ['ben2', 'ada'], expireAt, isTainted: false });
    expect(await told('ben2')).toMatchObject([
      {
        title: expect.stringMatching(/^ada’s name mentioned you: /),
        message: '@ada lane and I ask @ben2: why?',
        link: `/executions/${executionId}`,
        executionId,
      },
    ]);
    expect([await told('ada'), await told('ben')]).toEqual([[], []]);
  });

  it('tells all who bear a name, unless it says which of them', async () => {
    expect((await say('@Ben!')).comment.mentions).toEqual(['ben', 'ben2']);
    expect((await say('@Ben!', 'ada', ['ben'])).comment.mentions).toEqual(['ben']);
  });

  it('said twice with one key is one, and is told once', async () => {
    const [first, second] = [await say('@Ben', 'ada', ['ben'], 'k'), await say('@Ben', 'ada', ['ben'], 'k')];
    expect(second).toEqual(first);
    expect(await comments()).toEqual(['@Ben']);
    expect(await told('ben')).toHaveLength(1);
  });

  it('of an agent, or of somebody without a name, says so', async () => {
    const by = async (actor: Actor, key: string) => {
      const said = { text: '@Ada Lane', mentions: [], key };
      await commentOnExecution(kit.engine, { orgId, actor, isTainted: true }, executionId, said);
      await kit.clock.advance(1_000);
    };
    await by({ kind: 'key', id: 'key:k1', name: 'Claude', from: null }, 'a');
    await by({ kind: 'user', id: 'ben', name: '', from: null }, 'b');
    const titles = (await told('ada')).map((notice) => notice?.title.split(' mentioned')[0]);
    expect(titles).toEqual(['Somebody of your team', 'An agent']);
  });

  it('that cannot be stored for another reason is told to nobody', async () => {
    const store = { ...kit.engine.store, commit: () => Promise.reject(new Error('down')) };
    const speaker = { orgId, actor: actorOf('ada'), isTainted: false };
    const said = { text: '@Ben', mentions: [], key: 'k' };
    const engine = { ...kit.engine, store: Object.assign(Object.create(kit.engine.store), store) };
    await expect(commentOnExecution(engine, speaker, executionId, said)).rejects.toThrow('down');
    expect(await told('ben')).toEqual([]);
  });

  it('names members only, and is about an execution that is there', async () => {
    await expect(say('Hi', 'ada', ['stranger'])).rejects.toMatchObject({ code: 'mentions' });
    executionId = 'nothing';
    await expect(say('Hi')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('names 20 people at most', async () => {
    for (let index = 0; index < 21; index++) await join(`m${index}`, 'All', 'viewer');
    await expect(say('@All')).rejects.toMatchObject({ code: 'mentions', message: expect.stringContaining('names 21') });
    expect(await comments()).toEqual([]);
  });
});

describe('a comment is taken back', () => {
  const remove = async (commentId: string, uid: string, id = executionId) => {
    const member = (await kit.store.get(paths.member(uid)))?.data;
    if (!member) throw new Error(uid);
    return deleteComment(kit.engine, { orgId, actor: actorOf(uid), member }, id, commentId);
  };

  it('by who has written it, and by admins', async () => {
    const [own, other] = [await say('one', 'ben'), await say('two', 'ben')];
    await expect(remove(own.commentId, 'ada')).rejects.toMatchObject({ code: 'role' });
    await expect(remove(own.commentId, 'ben', 'another')).rejects.toMatchObject({ code: 'not_found' });
    await remove(own.commentId, 'ben');
    expect(await comments()).toEqual(['two']);
    await join('boss', 'Boss', 'admin');
    await remove(other.commentId, 'boss');
    expect(await comments()).toEqual([]);
    await expect(remove(other.commentId, 'boss')).rejects.toMatchObject({ code: 'not_found' });
  });
});
