import { createOutbound } from '../../src/connectors/outbound.ts';
import { endingWrites } from '../../src/core/afterwards/ending-writes.ts';
import type { Logbook } from '../../src/core/afterwards/logbook.ts';
import { keepSheetsLog, type SheetsLogWish } from '../../src/core/afterwards/sheets-log.ts';
import { tendLogs } from '../../src/core/afterwards/tend-logs.ts';
import type { Engine } from '../../src/core/engine/engine.ts';
import { systemActor } from '../../src/core/governance/audit.ts';
import { createLogbook } from '../../src/logbook.ts';
import { type Execution, executionSchema, noUsage } from '../../src/model/execution.ts';
import type { SheetsLog } from '../../src/model/sheets-log.ts';
import { googleSignIn, serviceAccountJson, spreadsheetId } from '../vendors/google.ts';
import { sheetsForLogs } from '../vendors/sheets-log.ts';
import { startVendors, type VendorServer } from '../vendors/vendor.ts';
import { createEngineKit, type EngineKit, orgId, paths } from './engine-kit.ts';

export interface SheetsKit extends EngineKit {
  readonly sheets: ReturnType<typeof sheetsForLogs>;
  readonly vendors: VendorServer;
  readonly logbook: Logbook;
  keep(wish?: Partial<SheetsLogWish>): Promise<void>;
  log(): Promise<SheetsLog>;
  /** Ends executions of these ids, a second apart, by the commit of their end. */
  end(ids: readonly string[], more?: Partial<Execution>): Promise<void>;
  /** What the tick does, with time enough; the number of rows that were written. */
  tend(): Promise<number>;
}

/** An engine whose tenant logs to a spreadsheet on loopback, by the account of the platform. */
export async function createSheetsKit(titles?: readonly string[]): Promise<SheetsKit> {
  const kit = await createEngineKit([]);
  const sheets = sheetsForLogs(titles);
  const vendors = await startVendors([sheets, googleSignIn]);
  const engine: Engine = {
    ...kit.engine,
    services: {
      ...kit.engine.services,
      outbound: createOutbound({ allow: [], detours: vendors.detours }),
      secret: async (name) => (name === 'GOOGLE_SERVICE_ACCOUNT_JSON' ? serviceAccountJson : null),
    },
  };
  const logbook = createLogbook(engine);
  const who = { orgId, actor: systemActor };
  let ended = 0;
  return {
    ...kit,
    engine,
    sheets,
    vendors,
    logbook,
    keep: (wish = {}) =>
      keepSheetsLog(engine, logbook, who, { spreadsheetId, connectionId: null, isPaused: false, ...wish }),
    log: async () => {
      const stored = await kit.store.get(paths.sheetsLog);
      if (stored === null) throw new Error('There is no log');
      return stored.data;
    },
    end: async (ids, more = {}) => {
      for (const executionId of ids) {
        ended += 1;
        const state = endedExecution(kit.clock.now(), ended, more);
        const left = await endingWrites(engine, { orgId, executionId, state }, null);
        await kit.store.commit([{ op: 'set', path: paths.execution(executionId).path, data: state }, ...left]);
      }
    },
    tend: () => tendLogs(engine, logbook, new Date(kit.clock.now().getTime() + 50_000)),
  };
}

/** One that took a second and a half, `second` seconds after `from`. */
export function endedExecution(from: Date, second: number, more: Partial<Execution> = {}): Execution {
  const startedAt = new Date(from.getTime() + second * 1_000);
  const completedAt = new Date(startedAt.getTime() + 1_500);
  const org = { id: orgId, name: 'Thrive', timezone: 'America/New_York', currency: 'USD' };
  const context = {
    user: { id: 'owner', name: 'Olive', email: 'owner@thrive.example', locale: 'en-US' },
    org,
    trigger: { id: null, type: 'manual', scheduledFor: null },
    event: null,
    inputs: { sequence_type: 'Welcome', num_emails: 5 },
  };
  return executionSchema.parse({
    ...{ playbookId: 'p', playbookName: 'Email Sequence Builder', versionId: 'v', triggerId: null },
    ...{ triggeredBy: 'manual', startedBy: 'owner', mode: 'live', scheduledFor: null, eventId: null, depth: 0 },
    ...{ contextJson: JSON.stringify(context), generation: 0, stepResults: [], signals: {}, takeovers: 0 },
    ...{ usage: noUsage, createdAt: startedAt, expireAt: new Date(completedAt.getTime() + 30 * 86_400_000) },
    ...{ status: 'completed', startedAt, completedAt, lease: null, wait: null, error: null, dueAt: null },
    ...more,
  });
}
