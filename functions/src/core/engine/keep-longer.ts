import type { Execution } from '../../model/execution.ts';
import { type FieldValue, queries } from '../../model/query.ts';
import { keptBeyond } from '../../model/retention.ts';
import type { Found, Write } from '../ports.ts';
import type { Engine } from './engine.ts';

const PAGE = 300;

/**
 * An execution that is still needed at `neededAt`, when its time would be over, is kept longer (`changingFields`); this
 * does the same for what it reads when it goes on: outputs that lie beside it, and the address of its answers. Its
 * effects are not among them: what an act came to is in the execution. Called before the commit that keeps the execution,
 * so that a crash between the two keeps too much rather than too little; `flush` has what is not written yet written.
 */
export async function keepLonger(
  { store, fault }: Pick<Engine, 'store' | 'fault'>,
  orgId: string,
  executionId: string,
  { expireAt: until }: Pick<Execution, 'expireAt'>,
  neededAt: Date,
  flush: () => Promise<void> = async () => undefined,
): Promise<void> {
  const expireAt = keptBeyond(until, neededAt);
  if (expireAt.getTime() === until.getTime()) return;
  await flush();
  const extend = ({ ref }: { readonly ref: { readonly path: string } }): Write => ({
    op: 'update',
    path: ref.path,
    fields: { expireAt },
  });
  const hooks = await store.query(queries.hookOf(executionId));
  if (hooks.length > 0) await store.commit(hooks.map(extend));
  for (let after: readonly FieldValue[] | null = null; ; ) {
    const page: Found<unknown>[] = await store.query(queries.outputs(orgId, executionId, { limit: PAGE, after }));
    if (page.length > 0) await store.commit(page.map(extend));
    fault('kept_longer');
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    after = [last.id];
  }
}
