import { type GoogleAccount, type GoogleContext, googleAccount } from './connectors/google-account.ts';
import { findLogTab, hasLogBatch, type LogTab, writeLogRows } from './connectors/sheet-log.ts';
import type { Logbook, LogPlace, OpenLog } from './core/afterwards/logbook.ts';
import type { Engine } from './core/engine/engine.ts';
import { NonRetriableError } from './core/engine/errors.ts';
import { openConnection } from './core/governance/open-connection.ts';

const CALL_MS = 50_000;
const IDS = 2 ** 31;

type Desk = Pick<Engine, 'store' | 'clock' | 'services' | 'random'>;

/** Google Sheets as a log: by the tenant's connection, or by the account of the platform. */
export function createLogbook(desk: Desk): Logbook {
  const own = desk.services.setting('GOOGLE_SHEETS_ID');
  return {
    hasPlatformSheet: own !== null,
    open: async (place) => {
      const spreadsheetId = place.spreadsheetId ?? own;
      if (spreadsheetId === null) {
        throw new NonRetriableError('The platform has no spreadsheet any more. Name one of your own.', {
          code: 'no_sheet',
          mayHaveActed: false,
        });
      }
      return openLog(desk, place, spreadsheetId);
    },
  };
}

/** Each call has time of its own; where the tab is, is looked up once. */
function openLog(desk: Desk, place: LogPlace, spreadsheetId: string): OpenLog {
  let tab: LogTab | null = null;
  const enter = async (): Promise<[GoogleAccount, GoogleContext]> => {
    const context = contextOf(desk, place);
    return [await googleAccount(context, place.spreadsheetId === null ? null : place.connectionId), context];
  };
  const write = async (what: Pick<Parameters<typeof writeLogRows>[2], 'batch' | 'rows' | 'forget'>) => {
    const [account, context] = await enter();
    tab ??= await findLogTab(account, context, spreadsheetId, Math.floor(desk.random.next() * IDS));
    await writeLogRows(account, context, { spreadsheetId, tab, ...what });
    tab = { ...tab, isThere: true, hasHeaders: true };
  };
  return {
    prepare: () => write({ batch: null, rows: [], forget: [] }),
    has: async (batch) => {
      const [account, context] = await enter();
      return hasLogBatch(account, context, spreadsheetId, batch);
    },
    append: (batch, rows, forget) => write({ batch, rows, forget }),
  };
}

/** What is the platform's own is reached by nobody's connection. */
function contextOf({ store, clock, services }: Desk, { orgId, spreadsheetId }: LogPlace): GoogleContext {
  const signal = AbortSignal.timeout(CALL_MS);
  const connect: GoogleContext['connect'] = async (connector, id = null) => {
    if (spreadsheetId !== null) return openConnection({ store, services }, orgId, connector, id);
    throw new NonRetriableError('The platform has its own account.', { code: 'not_connected', mayHaveActed: false });
  };
  const { secret, outbound } = services;
  return { connect, secret, outbound, clock, signal, meter: () => undefined, assertLease: () => undefined };
}
