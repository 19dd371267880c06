import { describe, expect, it } from 'vitest';
import { Death, orgId } from '../../../test/kit/engine-kit.ts';
import { calls, createTalkKit, scripted, type TalkKit, text } from '../../../test/kit/talk-kit.ts';
import { asParams, priceAlert } from '../../../test/kit/tools-kit.ts';
import { queries } from '../../model/query.ts';
import type { Store } from '../ports.ts';
import type { ChatModel } from './chat-model.ts';
import { LEASE_MS } from './conversation-turns.ts';

const contract = asParams(priceAlert);
const note = [{ id: 'note', action: 'log_note', params: { message: 'hi' } }];

/** A store whose server dies right before, or right after, its n-th commit: from then on it reaches nothing. */
function dying(store: Store, at: number, when: 'before' | 'after'): Store {
  let [commits, isDead] = [0, false];
  const alive = <A extends unknown[], R>(act: (...given: A) => Promise<R>) => {
    return async (...given: A): Promise<R> => {
      if (isDead) throw new Death('dead');
      return act(...given);
    };
  };
  return {
    get: alive(store.get.bind(store)) as Store['get'],
    find: alive(store.find.bind(store)) as Store['find'],
    findAll: alive(store.findAll.bind(store)) as Store['findAll'],
    query: alive(store.query.bind(store)) as Store['query'],
    count: alive(store.count.bind(store)),
    commit: alive(async (writes) => {
      commits += 1;
      if (commits === at && when === 'before') isDead = true;
      if (isDead) throw new Death(`commit ${at}`);
      const versions = await store.commit(writes);
      if (commits === at) isDead = true;
      if (isDead) throw new Death(`commit ${at}`);
      return versions;
    }),
  };
}

/** Says something on a server that dies, and again on one that lives once the first is given up. */
async function saidTwice(kit: TalkKit, message: string, model: ChatModel, at: number, when: 'before' | 'after') {
  const saying = { vendor: model, messageId: 'message-1', conversationId: null };
  const engine = kit.engine as { store: Store };
  const { store } = engine;
  engine.store = dying(store, at, when);
  await kit.say(message, saying).catch((error) => {
    if (!(error instanceof Death)) throw error;
  });
  engine.store = store;
  await kit.clock.advance(LEASE_MS + 1_000);
  return kit.say(message, saying);
}

const moments = Array.from({ length: 9 }, (_, at) => at + 1).flatMap((at) => [
  [at, 'before'] as const,
  [at, 'after'] as const,
]);

describe.each(moments)('a server that dies at commit %i, %s it', (at, when) => {
  it('has made one playbook or none, and does not say otherwise', async () => {
    const kit = await createTalkKit();
    const { model } = scripted([calls('propose_playbook', { contract })], [text('Look at it.')]);
    const told = await saidTwice(kit, 'Watch prices', model, at, when);
    const made = await kit.store.query(queries.playbooks(orgId, { limit: 10 }));
    expect(made.length).toBeLessThan(2);
    if (made.length === 1) expect(told.text).not.toMatch(/before anything was done/);
    if (made.length === 0) expect(told.text).toMatch(/before anything was done|cannot tell/);
    expect((await kit.conversation(told.conversationId)).turn).toBeNull();
    expect((await kit.answer(told)).status).not.toBe('answering');
  });

  it('has run it once or not at all, and does not say otherwise', async () => {
    const kit = await createTalkKit();
    const playbookId = await kit.playbook(note, { name: 'Daily', createdAt: kit.clock.now() });
    const { model } = scripted([calls('execute_playbook', { playbookId })], [text('It is on its way.')]);
    const told = await saidTwice(kit, 'Run it', model, at, when);
    const ran = await kit.store.query(queries.executions(orgId, { limit: 10 }));
    expect(ran.length).toBeLessThan(2);
    if (ran.length === 1) expect(told.text).not.toMatch(/before anything was done/);
    expect((await kit.answer(told)).status).not.toBe('answering');
  });
});
