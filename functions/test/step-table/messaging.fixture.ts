import { generateKeyPairSync } from 'node:crypto';
import { loopbackSmtp } from '../loopback-smtp.ts';
import { DISCORD_WEBHOOK, discordApi } from '../vendors/discord.ts';
import { fcmApi, PUSH_ACCOUNT, pushSignIn } from '../vendors/fcm.ts';
import { SLACK_TOKEN, slackApi } from '../vendors/slack.ts';
import { TEAMS_WEBHOOK, teamsWorkflow } from '../vendors/teams.ts';
import { TELEGRAM_TOKEN, telegramApi } from '../vendors/telegram.ts';
import { TWILIO_FROM, TWILIO_SID, TWILIO_TOKEN, twilioApi } from '../vendors/twilio.ts';
import type { StepRow } from './row.ts';

const nasty = 'Prices & <b>deals</b> _now_ *only* [here](https://evil.example) @everyone <!channel> `x` 50%!';
const at = new Date('2026-11-20T08:00:00Z');
const device = { uid: 'owner', token: 'device-of-the-owner', label: 'Phone', createdAt: at, lastSeenAt: at };
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

/** A mail server of the tenant's own; that of the platform has nothing to do with it. */
async function ownMailServer(): ReturnType<NonNullable<StepRow['serve']>> {
  const inbox = await loopbackSmtp({ onAuth: (_, __, done) => done(null, { user: 'shop' }), allowInsecureAuth: true });
  const [host = '', port] = inbox.hostPort.split(':');
  const settings = {
    host,
    port: Number(port),
    security: 'none',
    from: 'Thrive <shop@thrive.example>',
    dkimDomain: 'thrive.example',
    dkimSelector: 'k1',
  };
  const secrets = {
    user: 'shop@thrive.example',
    password: 'sMtP-pa55word-4k7q',
    dkimPrivateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
  return { allow: [inbox.hostPort], connections: { smtp: { settings, secrets } }, close: () => inbox.close() };
}

export const rows: readonly StepRow[] = [
  {
    action: 'send_email',
    params: { to: 'ada@example.com', subject: 'Report', body: nasty, attachments: [{ name: 'a.csv', content: 'a,b' }] },
    bad: { params: { to: 'a@b.co\r\nBcc: evil@x.io', subject: 's', body: 'b' }, path: 'to' },
    serve: ownMailServer,
  },
  {
    action: 'notify',
    params: { to: 'ada@example.com', message: nasty },
    bad: { params: { to: 'nobody', message: 'm' }, path: 'to' },
  },
  {
    action: 'post_slack_message',
    params: { channel: '#sales', title: 'Low stock', text: nasty },
    bad: { params: { channel: '@ada', text: 'x' }, path: 'channel' },
    connections: { slack: { secrets: { botToken: SLACK_TOKEN } } },
    vendors: [slackApi],
  },
  {
    action: 'send_telegram_message',
    params: { title: 'Low stock', text: nasty },
    bad: { params: { chatId: 'https://t.me/x', text: 'x' }, path: 'chatId' },
    connections: { telegram: { settings: { chatId: '987654321' }, secrets: { botToken: TELEGRAM_TOKEN } } },
    vendors: [telegramApi],
  },
  {
    action: 'post_discord_message',
    params: { title: 'Low stock', text: nasty },
    bad: { params: { text: '' }, path: 'text' },
    connections: { discord: { secrets: { webhookUrl: DISCORD_WEBHOOK } } },
    vendors: [discordApi],
  },
  {
    action: 'post_teams_message',
    params: { title: 'Low stock', text: nasty },
    bad: { params: { title: 'a\nb', text: 'x' }, path: 'title' },
    connections: { teams: { secrets: { webhookUrl: TEAMS_WEBHOOK } } },
    vendors: [teamsWorkflow],
  },
  {
    action: 'send_sms',
    params: { to: '+1 (555) 123-4567', text: nasty },
    bad: { params: { to: '555 1234', text: 'x' }, path: 'to' },
    connections: {
      twilio: { settings: { accountSid: TWILIO_SID, from: TWILIO_FROM }, secrets: { authToken: TWILIO_TOKEN } },
    },
    vendors: [twilioApi],
  },
  {
    action: 'send_push',
    params: { title: 'Low stock', text: nasty },
    bad: { params: { title: 't', text: 'x', to: [] }, path: 'to' },
    secrets: { GOOGLE_SERVICE_ACCOUNT_JSON: PUSH_ACCOUNT },
    vendors: [fcmApi, pushSignIn],
    documents: { 'devices/d1': device },
  },
];
