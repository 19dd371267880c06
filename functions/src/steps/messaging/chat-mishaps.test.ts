import { afterEach, describe, expect, it } from 'vitest';
import { runStep } from '../../../test/step-context.ts';
import { discordApi } from '../../../test/vendors/discord.ts';
import { slackApi, slackWebhooks } from '../../../test/vendors/slack.ts';
import { TEAMS_WEBHOOK, teamsWorkflow } from '../../../test/vendors/teams.ts';
import { telegramApi } from '../../../test/vendors/telegram.ts';
import { twilioApi } from '../../../test/vendors/twilio.ts';
import type { Vendor } from '../../../test/vendors/vendor.ts';
import type { AnyActionType } from '../../core/engine/step-type.ts';
import type { JsonObject } from '../../model/json.ts';
import {
  bot,
  type Connected,
  closeVendors,
  connected,
  discordHook,
  hook,
  inSeconds,
  teamsHook,
  telegramBot,
  text,
  twilioAccount,
} from './chats.fixture.ts';
import { postDiscordMessage } from './post-discord-message.ts';
import { postSlackMessage } from './post-slack-message.ts';
import { postTeamsMessage } from './post-teams-message.ts';
import { sendSms } from './send-sms.ts';
import { sendTelegramMessage } from './send-telegram-message.ts';

afterEach(closeVendors);

describe('what goes wrong at a vendor', () => {
  const all: readonly (readonly [AnyActionType, Vendor, Connected, JsonObject])[] = [
    [postSlackMessage, slackApi, bot, {}],
    [postSlackMessage, slackWebhooks, hook, {}],
    [sendTelegramMessage, telegramApi, telegramBot, {}],
    [postDiscordMessage, discordApi, discordHook, {}],
    [postTeamsMessage, teamsWorkflow, teamsHook, {}],
    [sendSms, twilioApi, twilioAccount, { to: '+15551234567' }],
  ];

  it.each(all)(
    '$id: comes back after a rate limit, at the time that $host names',
    async (type, vendor, connections, more) => {
      const { vendors, context } = await connected(vendor, connections);
      vendors.fail('rate_limited');
      const seconds = type === postDiscordMessage ? 30.25 : 30;
      await expect(runStep(type, { text, ...more }, context)).rejects.toMatchObject({
        name: 'RetryAfterError',
        mayHaveActed: false,
        retryAt: inSeconds(seconds),
      });
    },
  );

  it.each(all)('$id: counts a refusal as proof that nothing happened', async (type, vendor, connections, more) => {
    const { vendors, context } = await connected(vendor, connections);
    vendors.fail('refused');
    await expect(runStep(type, { text, ...more }, context)).rejects.toMatchObject({
      name: 'NonRetriableError',
      mayHaveActed: false,
    });
  });

  it.each(all.flatMap((one) => (['broken', 'cut', 'garbage'] as const).map((mishap) => [mishap, ...one] as const)))(
    '%s: nobody can tell whether it was done',
    async (mishap, type, vendor, connections, more) => {
      const { vendors, context } = await connected(vendor, connections);
      vendors.fail(mishap);
      const failure = runStep(type, { text, ...more }, context);
      await expect(failure).rejects.toMatchObject({ mayHaveActed: true });
      await expect(failure).rejects.not.toMatchObject({ message: expect.stringMatching(/internal|undefined/i) });
    },
  );

  it.each(all)(
    '$id: a step that is ended while it waits leaves the outcome open',
    async (type, vendor, connections, more) => {
      const { vendors, context } = await connected(vendor, connections);
      vendors.fail('silent');
      const end = new AbortController();
      const failure = runStep(type, { text, ...more }, { ...context, signal: end.signal });
      const seen = new Promise<void>((resolve) => {
        const look = () => (vendors.calls.length > 0 ? resolve() : void setImmediate(look));
        look();
      });
      await seen;
      end.abort();
      await expect(failure).rejects.toMatchObject({ mayHaveActed: true });
    },
  );

  const foreign: readonly (readonly [AnyActionType, Vendor, Connected])[] = [
    [postSlackMessage, slackApi, { slack: { settings: { channel: '#a' }, secrets: { botToken: 'xoxb-old' } } }],
    [
      sendTelegramMessage,
      telegramApi,
      {
        telegram: { settings: { chatId: '1' }, secrets: { botToken: `1234567:${'x'.repeat(35)}` } },
      },
    ],
    [
      postDiscordMessage,
      discordApi,
      { discord: { secrets: { webhookUrl: 'https://discord.com/api/webhooks/1/gone' } } },
    ],
    [
      postTeamsMessage,
      teamsWorkflow,
      { teams: { secrets: { webhookUrl: TEAMS_WEBHOOK.replace(/sig=.*/, 'sig=old') } } },
    ],
  ];

  it.each(foreign)('$id: credentials that are not taken lead to the connection', async (type, vendor, connections) => {
    const { context } = await connected(vendor, connections);
    const [id = ''] = type.connectors ?? [];
    await expect(runStep(type, { text }, context)).rejects.toMatchObject({
      name: 'NonRetriableError',
      code: 'sign_in_refused',
      mayHaveActed: false,
      fix: { href: `/settings/connections?connector=${id}` },
    });
  });

  it.each(all)('$id: says what to do where there is no connection', async (type, vendor, _, more) => {
    const { context } = await connected(vendor, {});
    await expect(runStep(type, { text, ...more }, context)).rejects.toMatchObject({ code: 'not_connected' });
  });
});
