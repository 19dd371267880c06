import { z } from 'zod';
import { commonJs } from '../core/common-js.ts';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { NonRetriableError, RetriableError, type StepError } from '../core/engine/errors.ts';
import type { OutboundResponse } from '../core/ports.ts';
import type { JsonObject } from '../model/json.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { statusError } from './http-status.ts';
import type { MessageButton } from './message-button.ts';
import { cutText } from './message-text.ts';
import {
  askedTooOften,
  parsedAnswer,
  refused,
  signInRefused,
  stepErrorIn,
  unreadableAnswer,
  vendorWords,
} from './refusals.ts';
import { callVendor } from './vendor-call.ts';

const named = { id: 'slack', title: 'Slack' };
const LIMITS = { timeoutMs: 30_000, maxBytes: 200_000 };
/** Slack takes 40,000 and asks for no more than 4,000. */
const MAX_TEXT = 4_000;
/** Of a section, after the escapes are put in; messages with buttons are made of sections. */
const MAX_SECTION = 3_000;

export const slackChannelSchema = z
  .string()
  .regex(/^(#?[\p{Ll}\p{Lo}\p{N}_-]{1,80}|[CGDU][A-Z0-9]{6,20})$/u, 'Write a channel such as #sales, or its id');

const settings = z.strictObject({
  channel: slackChannelSchema
    .nullable()
    .default(null)
    .describe('Where messages go when a step names no channel; with a bot token only'),
});
const secrets = z
  .strictObject({
    webhookUrl: z
      .string()
      .regex(/^https:\/\/hooks\.slack\.com\/services\/[\w/-]+$/, 'It begins with https://hooks.slack.com/services/')
      .optional(),
    botToken: z
      .string()
      .regex(/^xox[bp]-[\w-]+$/, 'A bot token begins with xoxb-')
      .optional(),
    signingSecret: z
      .string()
      .regex(/^[0-9a-f]{32}$/, 'Copy the whole signing secret: 32 digits and letters from a to f')
      .describe('Of the app, with a bot token: questions are then answered by buttons in Slack itself')
      .optional(),
  })
  .refine(({ webhookUrl, botToken }) => (webhookUrl === undefined) !== (botToken === undefined), {
    path: ['webhookUrl'],
    message: 'Give the address of a webhook or a bot token, one of the two',
  });
type SlackAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

export const slack = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  ...named,
  description: 'Posts messages to channels of a Slack workspace.',
  help: 'In api.slack.com/apps, make an app: either switch on Incoming Webhooks and copy the address of one, or install it with the scope chat:write and copy its bot token.',
  icon: 'slack',
  settings,
  secrets,
  hosts: () => ['slack.com', 'hooks.slack.com'],
  async test(access, context) {
    const { botToken, webhookUrl = '' } = access.secrets;
    if (botToken !== undefined) {
      const { team } = await callSlack(access, context, 'auth.test', {}, z.object({ team: z.string() }));
      return `workspace ${team}`;
    }
    // A message without a text is refused, but only at an address that is right.
    const answer = await sendTo(access, context, webhookUrl, { text: '' }).catch(noText);
    return answer === 'no_text' ? 'a webhook of one channel' : 'a webhook';
  },
});

export interface SlackMessage {
  /** Null: that of the connection. A webhook has one channel and knows no other. */
  readonly channel: string | null;
  readonly title: string | null;
  readonly text: string;
  readonly buttons?: readonly MessageButton[];
}
export interface PostedToSlack {
  /** Null where a webhook has posted it: it does not say where. */
  readonly channel: string | null;
  readonly messageId: string | null;
  readonly isCut: boolean;
}

/** Posts one message; nothing in it becomes a mention, a link with another face, or a preview. */
export async function postToSlack(
  access: SlackAccess,
  context: CallContext,
  message: SlackMessage,
): Promise<PostedToSlack> {
  const { botToken, webhookUrl = '' } = access.secrets;
  const { isCut, ...content } = written(message);
  if (botToken === undefined) {
    if (message.channel !== null) {
      throw refused(
        named,
        'a webhook posts to its own channel only; leave the channel out, or connect with a bot token',
      );
    }
    const said = await sendTo(access, context, webhookUrl, content);
    if (said.trim() !== 'ok') throw unreadableAnswer(named.title);
    return { channel: null, messageId: null, isCut };
  }
  const channel = message.channel ?? access.settings.channel;
  if (channel === null) throw refused(named, 'no channel is named, neither in the step nor in the connection');
  const post = { channel, ...content, unfurl_links: false, unfurl_media: false };
  const posted = await callSlack(access, context, 'chat.postMessage', post, postedSchema);
  return { channel: posted.channel, messageId: posted.ts, isCut };
}
const postedSchema = z.object({ channel: z.string(), ts: z.string() });

/** Where a message stands. */
interface SlackPlace {
  readonly channel: string;
  readonly messageId: string;
}

/** Puts other words in the place of a message of the app; its buttons go with it. */
export async function replaceInSlack(
  access: SlackAccess,
  context: CallContext,
  { channel, messageId: ts }: SlackPlace,
  message: Pick<SlackMessage, 'title' | 'text'>,
): Promise<void> {
  const { text } = written(message);
  const blocks = [sectionOf(text)];
  await callSlack(access, context, 'chat.update', { channel, ts, text, blocks }, z.object({ ts: z.string() }));
}

/** What is sent of a message. Where there are blocks they are shown, and the text stands in what announces it. */
interface Written {
  readonly text: string;
  readonly blocks?: Block[];
  readonly isCut: boolean;
}

function written({ title, text, buttons = [] }: Omit<SlackMessage, 'channel'>): Written {
  const head = title === null ? '' : `*${escapeMrkdwn(title.replaceAll('*', '∗'))}*\n`;
  if (buttons.length === 0) {
    const cut = cutText(text, MAX_TEXT);
    return { text: `${head}${escapeMrkdwn(cut.text)}`, isCut: cut.isCut };
  }
  const cut = fitting(text, MAX_SECTION - head.length);
  const shown = `${head}${escapeMrkdwn(cut.text)}`;
  return { text: shown, blocks: [sectionOf(shown), actionsOf(buttons)], isCut: cut.isCut };
}

/** As much of a text as has room with its escapes. */
function fitting(text: string, room: number) {
  for (let size = room; ; ) {
    const cut = cutText(text, size);
    const { length } = escapeMrkdwn(cut.text);
    if (length <= room) return cut;
    size = Math.floor((size * room) / length);
  }
}

type PlainText = { type: 'plain_text'; text: string };
type Button = { type: 'button'; text: PlainText; action_id: string };
type Block =
  | { type: 'section'; text: { type: 'mrkdwn'; text: string } }
  | { type: 'actions'; elements: (Button & ({ url: string } | { value: string }))[] };

function sectionOf(text: string): Block {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

function actionsOf(buttons: readonly MessageButton[]): Block {
  const elements = buttons.map((button, index) => {
    const { label } = button;
    const shown: Button = { type: 'button', text: { type: 'plain_text', text: label }, action_id: `button_${index}` };
    return { ...shown, ...(button.kind === 'link' ? { url: button.url } : { value: button.value }) };
  });
  return { type: 'actions', elements };
}

/** The three characters that Slack reads as the beginning of something: mentions and links begin with `<`. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function callSlack<T>(
  { outbound, secrets: { botToken = '' } }: SlackAccess,
  context: CallContext,
  method: string,
  json: JsonObject,
  answer: z.ZodType<T>,
): Promise<T> {
  const refusal = (response: OutboundResponse, text: string) => {
    const { ok, error = 'unknown' } = answerSchema.parse(parsedAnswer(text));
    if (response.status === 429 || ok !== false) return null;
    return meaningOf(error, response, context.clock.now());
  };
  const headers = { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' };
  const url = `https://slack.com/api/${method}`;
  return callVendor({ outbound, title: named.title, refusal }, context, { method: 'POST', url, headers, json }, answer);
}
const answerSchema = z.object({ ok: z.boolean().optional(), error: z.string().optional() }).catch({});

/** Posts to a webhook by Slack's own client; gives what it said. */
async function sendTo(
  access: SlackAccess,
  context: CallContext,
  url: string,
  content: Omit<Written, 'isCut'>,
): Promise<string> {
  const { IncomingWebhook } = commonJs(await import('@slack/webhook'));
  const send = guardedFetch(access.outbound, LIMITS);
  const checked: NonNullable<NonNullable<ConstructorParameters<typeof IncomingWebhook>[1]>['fetch']> = async (
    to,
    { method = 'POST', headers = {}, body = '' } = {},
  ) => {
    const response = await send(to, { method, headers, body, signal: context.signal });
    if (response.ok) return response;
    throw await webhookRefusal(response, context.clock.now());
  };
  context.assertLease();
  context.meter({ vendorCalls: 1 });
  try {
    const webhook = new IncomingWebhook(url, { fetch: checked });
    return (await webhook.send({ ...content, unfurl_links: false, unfurl_media: false })).text;
  } catch (error) {
    throw (
      stepErrorIn(error) ?? new RetriableError('Slack could not be reached.', { code: 'slack_failed', cause: error })
    );
  }
}

async function webhookRefusal(response: Response, now: Date): Promise<StepError> {
  const said = vendorWords(await response.text());
  const isCode = /^[a-z_]{1,60}$/.test(said);
  if (response.status === 429 || response.status >= 500 || !isCode) return statusError(response, named.title, now);
  return meaningOf(said, response, now);
}

const SIGN_IN =
  /^(invalid_auth|not_authed|account_inactive|token_(revoked|expired)|missing_scope|no_permission|not_allowed_token_type|invalid_token|no_service|no_team|team_disabled|ekm_access_denied|access_denied|org_login_required)$/;
const PASSING = /^(fatal_error|internal_error|request_timeout|service_unavailable|rollup_error|team_added_to_org)$/;
const WORDS: Readonly<Record<string, string>> = {
  channel_not_found: 'there is no such channel, or the app is not in it',
  not_in_channel: 'the app is not in that channel; invite it there',
  is_archived: 'the channel is archived',
  channel_is_archived: 'the channel is archived',
  user_not_found: 'there is no such person',
  action_prohibited: 'an admin of the workspace does not allow it',
  restricted_action: 'an admin of the workspace does not allow it',
  posting_to_general_channel_denied: 'an admin of the workspace does not allow posts to #general',
  msg_too_long: 'it is too long',
  no_text: 'it has no text',
};

/** What one of Slack's error codes means for the step. */
function meaningOf(code: string, response: { readonly headers: Headers }, now: Date): StepError {
  if (code === 'ratelimited' || code === 'rate_limited') {
    return askedTooOften(named, Number(response.headers.get('retry-after')), now);
  }
  if (SIGN_IN.test(code)) return signInRefused(named, `it says ${code}`);
  if (PASSING.test(code)) return new RetriableError(`Slack failed (${code}).`, { code: `slack_${code}` });
  const safe = code.replace(/[^a-z_]/g, '').slice(0, 60);
  return refused(named, WORDS[code] ?? `it says ${safe}`, `slack_${safe}`);
}

function noText(error: unknown): string {
  if (error instanceof NonRetriableError && error.code === 'slack_no_text') return 'no_text';
  throw error;
}
