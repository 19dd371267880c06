import { stepContext } from '../../../test/step-context.ts';
import { DISCORD_WEBHOOK } from '../../../test/vendors/discord.ts';
import { SLACK_TOKEN, SLACK_WEBHOOK } from '../../../test/vendors/slack.ts';
import { TEAMS_WEBHOOK } from '../../../test/vendors/teams.ts';
import { TELEGRAM_TOKEN } from '../../../test/vendors/telegram.ts';
import { TWILIO_FROM, TWILIO_SID, TWILIO_TOKEN } from '../../../test/vendors/twilio.ts';
import { startVendors, type Vendor } from '../../../test/vendors/vendor.ts';
import type { JsonObject } from '../../model/json.ts';

const now = new Date('2026-11-20T14:00:00Z');
export const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

const closers: (() => void)[] = [];
/** After each test. */
export function closeVendors(): void {
  for (const close of closers.splice(0)) close();
}

export type Connected = Readonly<Record<string, { readonly settings?: JsonObject; readonly secrets: JsonObject }>>;

/** A vendor, and a step's context with connections to it. */
export async function connected(vendor: Vendor, connections: Connected) {
  const vendors = await startVendors([vendor]);
  closers.push(vendors.close);
  const settings = { APP_ORIGIN: 'https://app.example' };
  const { context, usage } = stepContext({ detours: vendors.detours, connections, settings, now });
  return { vendors, context, usage };
}

export const bot: Connected = { slack: { settings: { channel: '#general' }, secrets: { botToken: SLACK_TOKEN } } };
export const hook: Connected = { slack: { secrets: { webhookUrl: SLACK_WEBHOOK } } };
export const telegramBot: Connected = {
  telegram: { settings: { chatId: '42' }, secrets: { botToken: TELEGRAM_TOKEN } },
};
export const discordHook: Connected = {
  discord: { settings: { username: 'Playbooks' }, secrets: { webhookUrl: DISCORD_WEBHOOK } },
};
export const teamsHook: Connected = { teams: { secrets: { webhookUrl: TEAMS_WEBHOOK } } };
export const twilioAccount: Connected = {
  twilio: { settings: { accountSid: TWILIO_SID, from: TWILIO_FROM }, secrets: { authToken: TWILIO_TOKEN } },
};
/** What somebody might write who means no good. */
export const text = 'Blue Dream <b>& co</b>: *3 left*, <!channel> @everyone [here](https://evil.example)';
