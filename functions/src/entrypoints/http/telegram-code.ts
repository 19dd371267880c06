import { z } from 'zod';
import type { App } from '../../app.ts';
import { StepError } from '../../core/engine/errors.ts';
import type { Listening } from '../../core/engine/notify/presses.ts';
import { missingTargets, readPreferences } from '../../core/governance/notification-preferences.ts';
import { codeStanding, issueTelegramCode } from '../../core/governance/telegram-code.ts';
import { tellableWords } from '../../core/governance/test-connection.ts';
import { preferencesSchema } from '../../model/notification-preferences.ts';
import { problemSchema } from '../../model/problem.ts';
import { assertPerson, changingOf } from './caller.ts';
import { admit } from './key-rate.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const path = '/api/me/notification-preferences/telegram-code';
const own = { role: 'viewer', scope: null } as const;
const CODES_A_MINUTE = 10;

const issuedView = z.object({
  code: z.string(),
  /** The name of the bot, without its `@`. */
  bot: z.string(),
  link: z.url(),
  expiresAt: z.iso.datetime(),
});
const standingView = z.object({
  /** `none`: I asked for none, or it was sent to the bot since. */
  code: z.enum(['none', 'waiting', 'over']),
  /** Whether there is a bot that works, so that I may ask for one. */
  hasBot: z.boolean(),
  telegram: preferencesSchema.shape.telegram.unwrap(),
});

/** By a code that somebody sends to the bot from his own chat with it, his messages come there. */
export const telegramCodeRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path,
      summary: 'A code that links my chat with the Telegram bot when I send it there; it holds for 15 minutes, once',
      isSecret: true,
      body: z.strictObject({}),
      answers: { 201: issuedView, 409: problemSchema, 422: problemSchema, 429: problemSchema },
    },
    own,
    async ({ app, caller, request }) => {
      const { orgId, id } = assertPerson(caller);
      admit(app, `telegram codes of ${orgId} ${id}`, CODES_A_MINUTE, `At most ${CODES_A_MINUTE} codes a minute`);
      const { connectionId, username: bot } = await listening(app, orgId, id);
      const { code, expiresAt } = await issueTelegramCode(app.engine, changingOf(caller, request), connectionId);
      const link = `https://t.me/${bot}?start=${code}`;
      return { status: 201, body: { code, bot, link, expiresAt: expiresAt.toISOString() } };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path,
      summary: 'What became of my code for the Telegram bot, and where my messages go by now',
      answers: { 200: standingView },
    },
    own,
    async ({ app, caller }) => {
      const { orgId, id } = assertPerson(caller);
      return { status: 200, body: await codeStanding(app.engine, orgId, id) };
    },
  ),
];

const REFUSALS: Readonly<Record<Exclude<Listening['kind'], 'listening'>, readonly [code: string, message: string]>> = {
  in_use: [
    'bot_in_use',
    'Another program has the updates of this bot, so a code would not reach us. Enter the number of your chat by hand; @userinfobot tells it',
  ],
  unreachable: [
    'not_reachable',
    'Telegram can reach us only where API_ORIGIN begins with https:// and LINK_KEY is set. Enter the number of your chat by hand; @userinfobot tells it',
  ],
};

/** The bot of the connection that somebody has chosen; where that is gone, of the default one. */
async function listening(
  app: App,
  orgId: string,
  uid: string,
): Promise<Extract<Listening, { readonly kind: 'listening' }>> {
  const { store } = app.engine;
  const wanted = await readPreferences(store, orgId, uid);
  const isGone = (await missingTargets(store, orgId, wanted)).includes('telegram.connection');
  try {
    const found = await app.presses.listen(orgId, isGone ? null : wanted.telegram.connection);
    if (found.kind === 'listening') return found;
    throw new HttpProblem(409, ...REFUSALS[found.kind]);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    throw new HttpProblem(422, error.code, app.conceal(orgId).text(tellableWords(error)));
  }
}
