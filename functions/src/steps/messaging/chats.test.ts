import { afterEach, describe, expect, it } from 'vitest';
import { rehearseStep, runStep } from '../../../test/step-context.ts';
import { discordApi } from '../../../test/vendors/discord.ts';
import { SLACK_TOKEN, SLACK_WEBHOOK, slackApi, slackWebhooks } from '../../../test/vendors/slack.ts';
import { TEAMS_WEBHOOK, teamsWorkflow } from '../../../test/vendors/teams.ts';
import { shown, telegramApi } from '../../../test/vendors/telegram.ts';
import { TWILIO_FROM, twilioApi } from '../../../test/vendors/twilio.ts';
import type { Vendor, VendorServer } from '../../../test/vendors/vendor.ts';
import { connectorCatalog } from '../../connectors/catalog.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import {
  bot,
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

/** What a vendor was sent first. */
function bodyOf<T>({ calls: [call] }: VendorServer): T {
  if (!call) throw new Error('The vendor was not called');
  return call.json() as T;
}

/** What a connector says of a connection, by its test. */
async function tested(id: string, context: StepContext): Promise<string> {
  const connector = connectorCatalog.get(id);
  if (!connector) throw new Error(`There is no connector ${id}`);
  return connector.test((await context.connect(connector, null)) as never, context);
}

describe('post_slack_message', () => {
  it('posts as a bot to the channel of the step, else to that of the connection', async () => {
    const { vendors, context, usage } = await connected(slackApi, bot);
    expect(await runStep(postSlackMessage, { channel: '#sales', text }, context)).toEqual({
      channel: 'C024BE91L',
      messageId: '1732111200.000100',
      isCut: false,
    });
    await runStep(postSlackMessage, { title: 'Low *stock*', text }, context);
    const escaped =
      'Blue Dream &lt;b&gt;&amp; co&lt;/b&gt;: *3 left*, &lt;!channel&gt; @everyone [here](https://evil.example)';
    expect(vendors.calls.map((call) => call.json())).toEqual([
      { channel: '#sales', text: escaped, unfurl_links: false, unfurl_media: false },
      { channel: '#general', text: `*Low ∗stock∗*\n${escaped}`, unfurl_links: false, unfurl_media: false },
    ]);
    expect(usage.vendorCalls).toBe(2);
    expect(await tested('slack', context)).toBe('workspace Acme');
  });

  it("posts to a webhook by Slack's own client", async () => {
    const { vendors, context } = await connected(slackWebhooks, hook);
    const output = await runStep(postSlackMessage, { text }, context);
    expect(output).toEqual({ channel: null, messageId: null, isCut: false });
    expect(vendors.calls[0]).toMatchObject({ method: 'POST', path: '/services/T01AB/B02CD/wEbHoOk5ecretZ9' });
    expect(await tested('slack', context)).toBe('a webhook of one channel');
    await expect(runStep(postSlackMessage, { channel: '#sales', text }, context)).rejects.toMatchObject({
      name: 'NonRetriableError',
      mayHaveActed: false,
    });
    expect(vendors.calls).toHaveLength(2);
  });

  it('cuts what is too long, with a note', async () => {
    const { vendors, context } = await connected(slackApi, bot);
    const output = await runStep(postSlackMessage, { text: 'x'.repeat(9_000) }, context);
    expect(output).toMatchObject({ isCut: true });
    expect(vendors.calls[0]?.json()).toMatchObject({ text: expect.stringMatching(/^x{3980,}… \(cut here\)$/) });
  });

  it('refuses a connection with both a webhook and a token, with neither, or elsewhere', () => {
    const secrets = connectorCatalog.get('slack')?.secrets;
    expect(secrets?.safeParse({}).success).toBe(false);
    expect(secrets?.safeParse({ webhookUrl: SLACK_WEBHOOK, botToken: SLACK_TOKEN }).success).toBe(false);
    expect(secrets?.safeParse({ webhookUrl: 'https://hooks.slack.com.evil.example/services/T/B/x' }).success).toBe(
      false,
    );
  });
});

describe('send_telegram_message', () => {
  it('sends text as it is written, title in bold', async () => {
    const { vendors, context } = await connected(telegramApi, telegramBot);
    expect(await runStep(sendTelegramMessage, { title: 'Low stock!', text }, context)).toEqual({
      chatId: '42',
      messageId: 42,
      isCut: false,
    });
    const sent = bodyOf<{ text: string }>(vendors);
    expect(sent).toMatchObject({
      chat_id: '42',
      parse_mode: 'MarkdownV2',
      link_preview_options: { is_disabled: true },
    });
    expect(sent.text).toMatch(/^\*Low stock\\!\*\n/);
    expect(shown(sent.text)).toBe(`Low stock!\n${text}`);
    expect(await tested('telegram', context)).toBe('bot @shop_bot');
  });

  it('takes a chat as a number, too, and cuts at 4,096 characters without the escapes', async () => {
    const { vendors, context } = await connected(telegramApi, telegramBot);
    const output = await runStep(
      sendTelegramMessage,
      { chatId: -100123, title: 'T', text: '!'.repeat(5_000) },
      context,
    );
    expect(output).toMatchObject({ chatId: '-100123', isCut: true });
    expect(shown(bodyOf<{ text: string }>(vendors).text)).toHaveLength(4_096);
  });

  it.each([
    ['404', 'chat_not_found', /nobody there has written to the bot/],
    ['403', 'bot_blocked', /does not let the bot write/],
    ['-1', 'chat_moved', /its number is -100123 now/],
  ])('explains what is wrong with the chat %s', async (chatId, code, message) => {
    const { context } = await connected(telegramApi, telegramBot);
    const failure = runStep(sendTelegramMessage, { chatId, text }, context);
    await expect(failure).rejects.toMatchObject({ code, mayHaveActed: false, message: expect.stringMatching(message) });
  });
});

describe('post_discord_message', () => {
  it('posts what mentions nobody, and says where it is', async () => {
    const { vendors, context } = await connected(discordApi, discordHook);
    const output = await runStep(postDiscordMessage, { title: 'Low stock', text }, context);
    expect(output).toEqual({ channelId: '99', messageId: '5566', isCut: false });
    expect(vendors.calls[0]?.query.get('wait')).toBe('true');
    expect(vendors.calls[0]?.json()).toMatchObject({
      username: 'Playbooks',
      allowed_mentions: { parse: [] },
      content: expect.stringMatching(/^\*\*Low stock\*\*\nBlue Dream \\<b\\>& co.*\\@everyone \\\[here\\\]\\\(https/),
    });
    expect(await tested('discord', context)).toBe('webhook Playbooks');
  });

  it.each(['x'.repeat(5_000), '*'.repeat(5_000), '🌿'.repeat(3_000)])(
    'fits into 2,000 characters, escapes and all',
    async (long) => {
      const { vendors, context } = await connected(discordApi, discordHook);
      const output = await runStep(postDiscordMessage, { title: '_'.repeat(200), text: long }, context);
      expect(output).toMatchObject({ isCut: true });
      const { content } = bodyOf<{ content: string }>(vendors);
      expect(content.length).toBeLessThanOrEqual(2_000);
      expect(content.length).toBeGreaterThan(1_900);
      expect(content.isWellFormed()).toBe(true);
    },
  );
});

describe('post_teams_message', () => {
  it('posts a card of plain runs of text, with a button to the execution', async () => {
    const { vendors, context } = await connected(teamsWorkflow, teamsHook);
    const output = await runStep(postTeamsMessage, { title: 'Low stock', text: `${text}\n\nsecond` }, context);
    expect(output).toEqual({ posted: true, isCut: false });
    const { attachments } = bodyOf<{ attachments: [{ content: { body: unknown[]; actions: unknown } }] }>(vendors);
    const run = (said: string) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: said }] });
    expect(attachments[0].content.body.slice(1)).toEqual([run(text), run(' '), run('second')]);
    expect(attachments[0].content.actions).toEqual([
      { type: 'Action.OpenUrl', title: 'See what happened', url: 'https://app.example/executions/exec1' },
    ]);
    expect(await tested('teams', context)).toContain('a workflow that answers');
  });

  it.each(['ж'.repeat(20_000), 'a\n'.repeat(9_000)])('fits into 28 KB', async (long) => {
    const { vendors, context } = await connected(teamsWorkflow, teamsHook);
    expect(await runStep(postTeamsMessage, { text: long }, context)).toMatchObject({ isCut: true });
    expect(vendors.calls[0]?.body.length).toBeLessThan(28_000);
  });

  it('is not taken in by an address elsewhere', () => {
    const secrets = connectorCatalog.get('teams')?.secrets;
    for (const webhookUrl of [
      'https://evil.example/logic.azure.com',
      'https://xlogic.azure.com/a',
      'http://a.logic.azure.com/',
    ])
      expect(secrets?.safeParse({ webhookUrl }).success, webhookUrl).toBe(false);
    expect(secrets?.safeParse({ webhookUrl: TEAMS_WEBHOOK }).success).toBe(true);
  });

  it('hears what a connector of old says with 200', async () => {
    const said =
      'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x';
    const old: Vendor = { ...teamsWorkflow, answer: () => ({ status: 200, body: said }) };
    const { context } = await connected(old, teamsHook);
    await expect(runStep(postTeamsMessage, { text }, context)).rejects.toMatchObject({
      name: 'RetryAfterError',
      retryAt: inSeconds(60),
    });
  });
});

describe('send_sms', () => {
  it('sends a form with Basic sign-in', async () => {
    const { vendors, context } = await connected(twilioApi, twilioAccount);
    expect(await runStep(sendSms, { to: '+1 (555) 123-4567', text: 'Ready & waiting' }, context)).toEqual({
      to: '+15551234567',
      sid: `SM${'ab12'.repeat(8)}`,
      status: 'queued',
      segments: 1,
      isCut: false,
    });
    expect(Object.fromEntries(vendors.calls[0]?.form() ?? [])).toEqual({
      To: '+15551234567',
      From: TWILIO_FROM,
      Body: 'Ready & waiting',
    });
    expect(await tested('twilio', context)).toBe('account Thrive');
  });

  it.each([
    ['+15005550001', /not a valid phone number \(21211\)/],
    ['+15005550009', /no mobile phone/],
    ['+15005550004', /has answered STOP/],
  ])('explains what is wrong with %s', async (to, message) => {
    const { context } = await connected(twilioApi, twilioAccount);
    await expect(runStep(sendSms, { to, text }, context)).rejects.toMatchObject({
      name: 'NonRetriableError',
      mayHaveActed: false,
      message: expect.stringMatching(message),
    });
  });

  it.each(['555 1234', '+0123456789', '+1555\u00001234567', 'tel:+15551234567', ''])('refuses the number %j', (to) => {
    expect(sendSms.params.safeParse({ to, text }).error?.issues[0]?.path).toEqual(['to']);
  });

  it('says in a dry run how it would be billed', async () => {
    const { vendors, context } = await connected(twilioApi, twilioAccount);
    const { wouldHave } = await rehearseStep(sendSms, { to: '+15551234567', text: 'ж'.repeat(100) }, context);
    expect(wouldHave).toMatch(/^would have sent an SMS to \+15551234567, billed as 2 messages: 'ж/);
    expect(vendors.calls).toEqual([]);
  });
});
