import type { Vendor, VendorAnswer } from './vendor.ts';

export const DISCORD_WEBHOOK = 'https://discord.com/api/webhooks/1122334455/dIsCoRd-5ecret_tOken9';

const no = (status: number, code: number, message: string): VendorAnswer => ({ status, body: { message, code } });

/** Webhooks of Discord. */
export const discordApi: Vendor = {
  host: 'discord.com',
  answer(call) {
    const isKnown = `https://discord.com${call.path}` === DISCORD_WEBHOOK;
    if (!isKnown)
      return call.path.includes('/1122334455/')
        ? no(401, 50027, 'Invalid Webhook Token')
        : no(404, 10015, 'Unknown Webhook');
    if (call.method === 'GET') {
      return { status: 200, body: { id: '1122334455', name: 'Playbooks', channel_id: '99', guild_id: '77', type: 1 } };
    }
    if (call.method !== 'POST') return no(405, 0, '405: Method Not Allowed');
    const { content, allowed_mentions: mentions } = call.json() as { content?: unknown; allowed_mentions?: unknown };
    if (typeof content !== 'string' || content === '') return no(400, 50006, 'Cannot send an empty message');
    if (content.length > 2_000) return no(400, 50035, 'Invalid Form Body');
    if (call.query.get('wait') !== 'true') return { status: 204, body: '' };
    const isQuiet = JSON.stringify(mentions) === '{"parse":[]}';
    return {
      status: 200,
      body: { id: '5566', channel_id: '99', content, mention_everyone: !isQuiet && content.includes('@everyone') },
    };
  },
  mishaps: {
    refused: no(400, 50035, 'Invalid Form Body'),
    rate_limited: {
      status: 429,
      headers: { 'retry-after': '31' },
      body: { message: 'You are being rate limited.', retry_after: 30.25, global: false },
    },
    broken: { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad gateway</html>' },
  },
};
