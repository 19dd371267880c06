import { z } from 'zod';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const SLACK_TOKEN = 'xoxb-201-302-fakeFAKEfake4k7q';
export const SLACK_WEBHOOK = 'https://hooks.slack.com/services/T01AB/B02CD/wEbHoOk5ecretZ9';

const ok = (more: Record<string, string>): VendorAnswer => ({ status: 200, body: { ok: true, ...more } });
const no = (error: string): VendorAnswer => ({ status: 200, body: { ok: false, error } });

/** Slack's Web API: what went wrong stands in an answer of status 200, but for the rate limit. */
export const slackApi: Vendor = {
  host: 'slack.com',
  answer(call) {
    if (call.method !== 'POST') return no('invalid_method');
    if (call.headers.authorization === undefined) return no('not_authed');
    if (call.headers.authorization !== `Bearer ${SLACK_TOKEN}`) return no('invalid_auth');
    if (!/^application\/json; ?charset=utf-8$/i.test(call.headers['content-type'] ?? '')) return no('missing_charset');
    if (call.path === '/api/auth.test') return ok({ team: 'Acme', user: 'playbooks', team_id: 'T01AB' });
    const isMessage = call.path === '/api/chat.postMessage' || call.path === '/api/chat.update';
    return isMessage ? posted(call.json() as Record<string, unknown>) : no('unknown_method');
  },
  mishaps: {
    refused: no('channel_not_found'),
    rate_limited: { status: 429, headers: { 'retry-after': '30' }, body: { ok: false, error: 'ratelimited' } },
  },
};

const plain = z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(75) });
const button = { type: z.literal('button'), text: plain, action_id: z.string().max(255) };
/** Of Block Kit what we use, with its limits. */
const blocksSchema = z
  .array(
    z.union([
      z.strictObject({
        type: z.literal('section'),
        text: z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(3_000) }),
      }),
      z.strictObject({
        type: z.literal('actions'),
        elements: z
          .array(
            z.union([
              z.strictObject({ ...button, url: z.string().max(3_000) }),
              z.strictObject({ ...button, value: z.string().max(2_000) }),
            ]),
          )
          .refine((all) => new Set(all.map(({ action_id: id }) => id)).size === all.length),
      }),
    ]),
  )
  .max(50);

function posted({ channel, text, blocks }: Record<string, unknown>): VendorAnswer {
  if (typeof channel !== 'string') return no('channel_not_found');
  if (channel === '#archived') return no('is_archived');
  if (blocks === undefined && (typeof text !== 'string' || text === '')) return no('no_text');
  if (blocks !== undefined && !blocksSchema.safeParse(blocks).success) return no('invalid_blocks');
  return ok({ channel: channel.startsWith('#') ? 'C024BE91L' : channel, ts: '1732111200.000100' });
}

/** Incoming webhooks of Slack: they answer in plain text. */
export const slackWebhooks: Vendor = {
  host: 'hooks.slack.com',
  answer(call) {
    if (`https://hooks.slack.com${call.path}` !== SLACK_WEBHOOK) return text(404, 'no_service');
    if (call.method !== 'POST') return text(400, 'invalid_method');
    return asked(call);
  },
  mishaps: {
    refused: text(403, 'action_prohibited'),
    rate_limited: { ...text(429, 'rate_limited'), headers: { 'retry-after': '30' } },
    broken: text(500, 'rollup_error'),
  },
};

function asked(call: SeenCall): VendorAnswer {
  if (!call.headers['content-type']?.startsWith('application/json')) return text(400, 'invalid_payload');
  const { text: said } = call.json() as { text?: unknown };
  return typeof said === 'string' && said !== '' ? text(200, 'ok') : text(400, 'no_text');
}

function text(status: number, body: string): VendorAnswer {
  return { status, headers: { 'content-type': 'text/html' }, body };
}
