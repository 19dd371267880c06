import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const TWILIO_SID = `AC${'0123456789abcdef'.repeat(2)}`;
export const TWILIO_TOKEN = 'f4k3tw1l10t0k3nf4k3tw1l10t0k3n9q';
export const TWILIO_FROM = '+15557654321';

const no = (status: number, code: number, message: string): VendorAnswer => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
/** Numbers of Twilio's own that stand for what is wrong with them. */
const WRONG: Readonly<Record<string, readonly [code: number, message: string]>> = {
  '+15005550001': [21211, "The 'To' number +15005550001 is not a valid phone number."],
  '+15005550009': [21614, "'To' number is not a valid mobile number"],
  '+15005550004': [21610, 'Attempt to send to unsubscribed recipient'],
};

/** The REST API of Twilio, as far as messages go. */
export const twilioApi: Vendor = {
  host: 'api.twilio.com',
  answer(call) {
    const [, version, kind, account, what] = call.path.split('/');
    if (version !== '2010-04-01' || kind !== 'Accounts') return no(404, 20404, 'The requested resource was not found');
    const [user, token] = Buffer.from(call.headers.authorization?.split(' ')[1] ?? '', 'base64')
      .toString()
      .split(':');
    if (token !== TWILIO_TOKEN || (user !== TWILIO_SID && !user?.startsWith('SK')))
      return no(401, 20003, 'Authenticate');
    if (call.method === 'GET' && account === `${TWILIO_SID}.json`) {
      return { status: 200, body: { sid: TWILIO_SID, friendly_name: 'Thrive', status: 'active' } };
    }
    if (call.method !== 'POST' || account !== TWILIO_SID || what !== 'Messages.json') {
      return no(404, 20404, 'The requested resource was not found');
    }
    return sent(call);
  },
  mishaps: {
    refused: no(400, 21211, "The 'To' number is not a valid phone number."),
    rate_limited: { ...no(429, 20429, 'Too Many Requests'), headers: { 'retry-after': '30' } },
    broken: no(500, 20500, 'Internal Server Error'),
  },
};

function sent(call: SeenCall): VendorAnswer {
  if (call.headers['content-type'] !== 'application/x-www-form-urlencoded')
    return no(415, 20415, 'Unsupported Media Type');
  const form = call.form();
  const [to, body] = [form.get('To'), form.get('Body')];
  if (to === null) return no(400, 21604, "A 'To' phone number is required.");
  if (form.get('From') !== TWILIO_FROM && !form.get('MessagingServiceSid')) return no(400, 21606, 'Not a valid sender');
  if (body === null || body === '') return no(400, 21602, 'Message body is required.');
  if (body.length > 1_600) return no(400, 21617, 'The concatenated message body exceeds the 1600 character limit');
  const [code, message] = WRONG[to] ?? [];
  if (code !== undefined) return no(400, code, message ?? '');
  const answer = { sid: `SM${'ab12'.repeat(8)}`, status: 'queued', to, body, num_segments: '1', error_code: null };
  return { status: 201, body: answer };
}
