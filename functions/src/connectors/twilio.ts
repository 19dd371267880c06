import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import type { StepError } from '../core/engine/errors.ts';
import type { OutboundResponse } from '../core/ports.ts';
import { cutText } from './message-text.ts';
import { askedTooOften, parsedAnswer, refused, signInRefused, vendorWords } from './refusals.ts';
import { callVendor, type VendorRequest } from './vendor-call.ts';

const named = { id: 'twilio', title: 'Twilio' };
const API = 'https://api.twilio.com/2010-04-01/Accounts';
const MAX_BODY = 1_600;

export const phoneNumberSchema = z
  .string()
  .transform((text) => text.replace(/[\s().-]/g, ''))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'Write the number with + and its country code, such as +15551234567'));

const settings = z.strictObject({
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, 'The SID of an account begins with AC'),
  apiKeySid: z
    .string()
    .regex(/^SK[0-9a-f]{32}$/, 'The SID of an API key begins with SK')
    .nullable()
    .default(null)
    .describe('An API key in place of the account’s own token; its secret is then the auth token'),
  from: z
    .string()
    .regex(
      /^(\+[1-9]\d{6,14}|MG[0-9a-f]{32}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/,
      'A number such as +15551234567, a messaging service (MG…), or a name of at most 11 letters',
    )
    .describe('Such as +15551234567, or a messaging service (MG…)'),
});
const secrets = z.strictObject({ authToken: z.string().min(16).max(200) });
type TwilioAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

export const twilio = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  ...named,
  description: 'Sends text messages (SMS) to phones.',
  help: 'In the Twilio console, copy the account SID and its auth token (or make an API key and take its secret as the token), and the number or messaging service that messages come from.',
  icon: 'smartphone',
  settings,
  secrets,
  hosts: () => ['api.twilio.com'],
  async test(access, context) {
    const request = { method: 'GET', url: `${API}/${access.settings.accountSid}.json` } as const;
    const account = await callTwilio(access, context, request, accountSchema);
    if (account.status !== 'active') throw signInRefused(named, `the account is ${vendorWords(account.status)}`);
    return `account ${account.friendly_name}`;
  },
});
const accountSchema = z.object({ friendly_name: z.string(), status: z.string() });

export interface SentSms {
  readonly sid: string;
  readonly status: string;
  /** How many messages it is billed as. */
  readonly segments: number;
  readonly isCut: boolean;
}

/** Hands one text message over to Twilio, which takes no idempotency key. */
export async function sendByTwilio(
  access: TwilioAccess,
  context: CallContext,
  { to, text }: { readonly to: string; readonly text: string },
): Promise<SentSms> {
  const { accountSid, from } = access.settings;
  const cut = cutText(text, MAX_BODY);
  const sender: Record<string, string> = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
  const form = { To: to, ...sender, Body: cut.text };
  const request = { method: 'POST', url: `${API}/${accountSid}/Messages.json`, form } as const;
  const { sid, status, num_segments } = await callTwilio(access, context, request, messageSchema);
  return { sid, status, segments: Number(num_segments) || segmentsOf(cut.text), isCut: cut.isCut };
}
const messageSchema = z.object({ sid: z.string(), status: z.string(), num_segments: z.string().nullish() });

/** The characters of GSM 03.38 that take one place, and those that take two; one other, and all is UCS-2. */
const GSM = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const GSM_DOUBLE = /[\^{}\\[~\]|€]/g;

/** How many messages a text is billed as. */
export function segmentsOf(text: string): number {
  if (!GSM.test(text)) return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
  const places = text.length + (text.match(GSM_DOUBLE)?.length ?? 0);
  return places <= 160 ? 1 : Math.ceil(places / 153);
}

function callTwilio<T>(
  { outbound, settings: { accountSid, apiKeySid }, secrets: { authToken } }: TwilioAccess,
  context: CallContext,
  request: VendorRequest,
  answer: z.ZodType<T>,
): Promise<T> {
  const credentials = Buffer.from(`${apiKeySid ?? accountSid}:${authToken}`).toString('base64');
  const refusal = (response: OutboundResponse, text: string) => refusalOf(response, text, context.clock.now());
  const headers = { authorization: `Basic ${credentials}` };
  return callVendor({ outbound, title: named.title, refusal }, context, { ...request, headers }, answer);
}

const WORDS: Readonly<Record<number, string>> = {
  21211: 'the number it is for is not a valid phone number',
  21408: 'messages to that country are not allowed in the settings of the account',
  21606: 'the number it comes from cannot send messages',
  21608: 'a trial account may write to verified numbers only',
  21610: 'whoever has that number has answered STOP and wants no messages',
  21612: 'there is no way from that sender to that number',
  21614: 'the number it is for is no mobile phone',
  21617: 'it is too long',
  21659: 'the number it comes from is not of this account',
  21660: 'the number it comes from is not of this account',
  21703: 'the messaging service has no sender',
  63038: 'the account has sent as many messages as it may today',
};

function refusalOf({ status, headers }: OutboundResponse, text: string, now: Date): StepError | null {
  if (status < 400 || status >= 500) return null;
  const { code = 0, message } = problemSchema.parse(parsedAnswer(text));
  if (status === 429 && code !== 63038) return askedTooOften(named, Number(headers.get('retry-after')), now);
  if (status === 401 || code === 20003) return signInRefused(named, 'the SID or the token is not right');
  const words = WORDS[code] ?? (message === undefined ? null : `it says '${vendorWords(message)}'`);
  return words === null ? null : refused(named, `${words} (${code || status})`, `twilio_${code || status}`);
}
const problemSchema = z.object({ code: z.int().optional(), message: z.string().optional() }).catch({});
