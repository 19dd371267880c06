import { top } from '../../model/paths.ts';
import type { Clock, Store, Subtree } from '../ports.ts';

interface ExportPorts {
  readonly store: Store;
  readonly subtree: Subtree;
  readonly clock: Clock;
}

/**
 * All documents of a tenant as lines of JSON: `{format, orgId, exportedAt}`, then `{path, data}` for each, in the order
 * of the paths, and `{end: true, documents}`; without that last line it was cut off, and goes on `after` the last path
 * that came. Times are ISO text. What gives access (API keys, hooks, invitations) lies outside a tenant and is not
 * among it, nor is what others change while it is read seen at one moment.
 */
export async function* exportTenant(
  { store, subtree, clock }: ExportPorts,
  orgId: string,
  after: string | null,
): AsyncGenerator<string> {
  yield line({ format: 'playbooks-export/1', orgId, exportedAt: clock.now() });
  const ref = top.tenant(orgId);
  const tenant = after === null ? await store.find(ref) : null;
  if (tenant !== null) yield line({ path: ref.path, data: tenant.data ?? tenant.raw });
  let documents = tenant === null ? 0 : 1;
  for await (const document of subtree.documents(ref.path, after === ref.path ? null : after)) {
    yield line(document);
    documents += 1;
  }
  yield line({ end: true, documents });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
