import type { Execution } from '../../model/execution.ts';
import type { SheetCells, SheetRow } from '../../model/sheets-log.ts';
import type { Tenant } from '../../model/tenant.ts';
import { contextOf } from '../engine/facts.ts';
import { withoutSecrets } from '../governance/audit.ts';
import { durationOf, resultStep } from '../skills/result-of.ts';
import type { Ended } from './ended.ts';

/** A cell is to be read, not to be worked with; what is longer is in the app. */
const MAX_INPUTS = 2_000;
const MAX_TEXT = 1_000;

/** The id of the row of one ending in one log: made twice, it is the same row. */
export function sheetRowId({ executionId, state }: Ended, logId: string): string {
  return `${executionId}.${state.generation}.${logId}`;
}

export function sheetRow(ended: Ended, tenant: Pick<Tenant, 'name' | 'tier'>, logId: string): SheetRow {
  const { completedAt, createdAt, expireAt } = ended.state;
  return {
    logId,
    isWaiting: true,
    endedAt: completedAt ?? createdAt,
    cells: cellsOf(ended.state, tenant),
    expireAt,
  };
}

function cellsOf(state: Execution, { name, tier }: Pick<Tenant, 'name' | 'tier'>): SheetCells {
  const { completedAt, createdAt, playbookName, status, error } = state;
  return [
    (completedAt ?? createdAt).toISOString(),
    name,
    playbookName,
    cut(withoutSecrets(contextOf(state).inputs), MAX_INPUTS),
    status,
    cut(error?.message ?? '', MAX_TEXT),
    cut(resultOf(state), MAX_TEXT),
    durationOf(state) ?? 0,
    tier,
  ];
}

/** What it has come to, as JSON; empty where it gave nothing. */
function resultOf(state: Execution): string {
  const step = resultStep(state);
  if (step?.outputStored) return '(too long to show; see the execution)';
  return step?.outputJson ?? '';
}

function cut(text: string, max: number): string {
  const whole = text.toWellFormed();
  return whole.length <= max ? whole : `${whole.slice(0, max - 1).toWellFormed()}…`;
}
