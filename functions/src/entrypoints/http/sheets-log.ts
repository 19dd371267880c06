import { z } from 'zod';
import type { App } from '../../app.ts';
import {
  beginBackFill,
  endSheetsLog,
  keepSheetsLog,
  readSheetsLog,
  type SheetsLogWish,
} from '../../core/afterwards/sheets-log.ts';
import { StepError } from '../../core/engine/errors.ts';
import { tellableWords } from '../../core/governance/test-connection.ts';
import { connectionIdSchema } from '../../model/connection.ts';
import { problemSchema } from '../../model/problem.ts';
import { SHEET_TAB, spreadsheetIdSchema } from '../../model/sheets-log.ts';
import { actorOf } from './caller.ts';
import { admit } from './key-rate.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const path = '/api/tenant/sheets-log';
const administer = { role: 'admin', scope: null } as const;
const CHANGES_A_MINUTE = 10;

const time = z.iso.datetime();
const backFillView = z.object({
  looked: z.int(),
  added: z.int(),
  of: z.int(),
  startedAt: time,
  doneAt: time.nullable(),
});
/** `waiting`: rows that are not in the spreadsheet yet. `error`: why the last attempt came to nothing. */
const sheetsLogView = z
  .object({
    state: z.enum(['off', 'on', 'paused']),
    tab: z.string(),
    hasPlatformSheet: z.boolean(),
    spreadsheetId: z.string().nullable(),
    connectionId: z.string().nullable(),
    since: time.nullable(),
    written: z.int(),
    waiting: z.int(),
    lastWrittenAt: time.nullable(),
    error: z.object({ code: z.string(), message: z.string(), at: time }).nullable(),
    retryAt: time.nullable(),
    backFill: backFillView.nullable(),
  })
  .meta({ id: 'SheetsLog' });
const wish = z.strictObject({
  spreadsheetId: spreadsheetIdSchema
    .nullable()
    .default(null)
    .meta({ description: 'Its id or its address; null: that of the platform, where it has one' }),
  connectionId: connectionIdSchema
    .nullable()
    .default(null)
    .meta({ description: 'A connection of Google; null: the default one, else the account of the platform' }),
  isPaused: z.boolean().default(false),
});

/** The log of executions in Google Sheets: whoever looks after the business keeps it. */
export const sheetsLogRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path,
      summary: 'How the log of executions in Google Sheets stands',
      answers: { 200: sheetsLogView },
    },
    administer,
    async ({ app, caller }) => ({ status: 200, body: await viewOf(app, caller.orgId) }),
  ),
  tenantRoute(
    {
      method: 'put',
      path,
      summary: 'Keep a log of executions in a spreadsheet of Google Sheets, or change or pause it',
      body: wish,
      answers: { 200: sheetsLogView, 422: problemSchema, 429: problemSchema },
    },
    administer,
    async ({ app, caller, body, request }) => {
      const { orgId } = caller;
      admit(app, `sheets log of ${orgId}`, CHANGES_A_MINUTE, `At most ${CHANGES_A_MINUTE} changes a minute`);
      await keep(app, { orgId, actor: actorOf(caller, request) }, body);
      return { status: 200, body: await viewOf(app, orgId) };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path,
      summary: 'End the log; what is in the spreadsheet stays there',
      answers: { 204: z.null() },
    },
    administer,
    async ({ app, caller, request }) => {
      await endSheetsLog(app.engine, { orgId: caller.orgId, actor: actorOf(caller, request) });
      return { status: 204, body: null };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: `${path}/backfill`,
      summary: 'Add the executions that had ended before the log began; none of them twice',
      answers: { 202: sheetsLogView, 404: problemSchema },
    },
    administer,
    async ({ app, caller, request }) => {
      const { orgId } = caller;
      const isBegun = await beginBackFill(app.engine, { orgId, actor: actorOf(caller, request) });
      if (!isBegun) throw new HttpProblem(404, 'not_found', 'No log is kept; begin one first');
      return { status: 202, body: await viewOf(app, orgId) };
    },
  ),
];

type Who = Parameters<typeof keepSheetsLog>[2];

/** What the spreadsheet says is told with the field that it is about. */
async function keep(app: App, who: Who, body: SheetsLogWish): Promise<void> {
  try {
    await keepSheetsLog(app.engine, app.logbook, who, body);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    const message = app.conceal(who.orgId).text(tellableWords(error));
    const isOfAccount = /^(not_connected|connection_incomplete|google_)/.test(error.code);
    const errors = [{ path: isOfAccount ? 'connectionId' : 'spreadsheetId', message }];
    throw new HttpProblem(422, error.code, message, { errors });
  }
}

async function viewOf({ engine, logbook }: App, orgId: string): Promise<z.infer<typeof sheetsLogView>> {
  const found = await readSheetsLog(engine.store, orgId);
  const { hasPlatformSheet } = logbook;
  if (found === null) return { ...off, hasPlatformSheet };
  const { log, waiting } = found;
  const { spreadsheetId, connectionId, isPaused, since, written, lastWrittenAt, error, retryAt, backFill } = log;
  return {
    state: isPaused ? 'paused' : 'on',
    tab: SHEET_TAB,
    hasPlatformSheet,
    spreadsheetId,
    connectionId,
    since: since.toISOString(),
    written,
    waiting,
    lastWrittenAt: textOf(lastWrittenAt),
    error: error && { ...error, at: error.at.toISOString() },
    retryAt: textOf(retryAt),
    backFill: backFill && {
      looked: backFill.looked,
      added: backFill.added,
      of: backFill.of,
      startedAt: backFill.startedAt.toISOString(),
      doneAt: textOf(backFill.doneAt),
    },
  };
}

const off = {
  state: 'off' as const,
  tab: SHEET_TAB,
  spreadsheetId: null,
  connectionId: null,
  since: null,
  written: 0,
  waiting: 0,
  lastWrittenAt: null,
  error: null,
  retryAt: null,
  backFill: null,
};

function textOf(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
