import type { StepContext } from '../../core/engine/step-type.ts';
import type { Found } from '../../core/ports.ts';
import type { JsonObject } from '../../model/json.ts';
import { type FieldValue, queries } from '../../model/query.ts';
import { shown, taintBy } from './documents.ts';

const PAGE = 500;

interface Asked {
  readonly collection: string;
  /** What the database itself compares: field → value. */
  readonly equal?: Readonly<Record<string, FieldValue>>;
  readonly max: number;
}

/**
 * Documents of the shop in the order of their ids, page by page; `isCut` when there may be more than `max`. Says so
 * where strangers may have written them.
 */
export async function readDocuments(
  context: StepContext,
  { collection, equal = {}, max }: Asked,
): Promise<{ documents: JsonObject[]; isCut: boolean }> {
  const documents: JsonObject[] = [];
  for (let after: readonly string[] | null = null; ; ) {
    const limit = Math.min(PAGE, max - documents.length);
    const page: Found<JsonObject>[] = await context.store.query(
      queries.documents(context.orgId, collection, equal, { limit, after }),
    );
    const found = page.filter((one) => one.data !== null);
    taintBy(
      context,
      collection,
      found.map(({ data }) => data),
    );
    documents.push(...found.map(({ id, data }) => shown(id, data)));
    const last = page.at(-1);
    if (page.length < limit || !last) return { documents, isCut: false };
    if (documents.length >= max) return { documents, isCut: true };
    after = [last.id];
  }
}
