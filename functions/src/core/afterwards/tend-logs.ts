import type { Engine } from '../engine/engine.ts';
import { backFillLogs } from './back-fill.ts';
import { drainSheetRows } from './drain-sheet-rows.ts';
import type { Logbook } from './logbook.ts';

/**
 * What the tick does for the logs in Google Sheets: writes what waits, and every second minute goes on with back-fills
 * first. Returns how many rows were written. With nothing to do it costs one read, every second minute two.
 */
export async function tendLogs(engine: Engine, logbook: Logbook, deadline: Date): Promise<number> {
  const isEven = Math.floor(engine.clock.now().getTime() / 60_000) % 2 === 0;
  if (isEven) await backFillLogs(engine, deadline);
  return drainSheetRows(engine, logbook, deadline);
}
