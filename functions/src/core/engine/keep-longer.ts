import type { Execution } from '../../model/execution.ts';
import type { ExecutionComment } from '../../model/execution-comment.ts';
import { type FieldValue, queries } from '../../model/query.ts';
import { keptBeyond } from '../../model/retention.ts';
import type { Found, Write } from '../ports.ts';
import type { Engine } from './engine.ts';

const PAGE = 300;

/**
 * An execution that is still needed at `neededAt`, when its time would be over, is kept longer (`changingFields`); this
 * does the same for what it reads when it goes on: outputs that lie beside it, the address of its answers, what is said about it. Its
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
  await eachPage<unknown>(
    (after) => store.query(queries.outputs(orgId, executionId, { limit: PAGE, after })),
    ({ id }) => [id],
    async (page) => {
      if (page.length > 0) await store.commit(page.map(extend));
      fault('kept_longer');
    },
  );
  await eachPage<ExecutionComment>(
    (after) => store.query(queries.executionComments(orgId, executionId, { limit: PAGE, after })),
    ({ id, data }) => (data === null ? null : [data.createdAt, id]),
    async (page) => {
      if (page.length > 0) await store.commit(page.map(extend));
    },
  );
}

type After = readonly FieldValue[] | null;

/** `placeOf` tells where a document stands in the order of the query; null ends it. */
async function eachPage<T>(
  read: (after: After) => Promise<Found<T>[]>,
  placeOf: (found: Found<T>) => After,
  take: (page: readonly Found<T>[]) => Promise<void>,
): Promise<void> {
  for (let after: After = null; ; ) {
    const page: Found<T>[] = await read(after);
    await take(page);
    const last = page.at(-1);
    after = last === undefined ? null : placeOf(last);
    if (page.length < PAGE || after === null) return;
  }
}
