import { tenantPaths, top } from '../../model/paths.ts';
import type { Tenant } from '../../model/tenant.ts';
import type { Engine } from '../engine/engine.ts';
import type { Write } from '../ports.ts';
import { type Ended, isRead } from './ended.ts';
import { noticeWrites } from './run-notice.ts';
import { sheetRow, sheetRowId } from './sheet-row.ts';

/**
 * What an ending leaves behind for people to read, as writes of the commit that ends the execution: the row of the log in
 * Google Sheets, and notices. `seen` is the tenant as somebody has read him within the last minutes, null where nobody
 * has. Nothing here keeps an execution from its end: without the tenant there is nobody to leave anything to.
 */
export async function endingWrites(engine: Engine, ended: Ended, seen: Tenant | null): Promise<Write[]> {
  if (!isRead(ended.state)) return [];
  const { orgId } = ended;
  const tenant = seen ?? (await engine.store.find(top.tenant(orgId)))?.data ?? null;
  if (tenant === null) return [];
  const { sheetsLog } = tenant.afterwards;
  const rows: Write[] = [];
  if (sheetsLog !== null) {
    const { path } = tenantPaths(orgId).sheetRow(sheetRowId(ended, sheetsLog));
    rows.push({ op: 'set', path, data: sheetRow(ended, tenant, sheetsLog) });
  }
  return [...rows, ...(await noticeWrites(engine, ended, tenant))];
}
