import type { UIMessage, UIMessageStreamWriter } from 'ai';
import type { Response } from 'express';
import { z } from 'zod';
import { type Opened, openTurn, stopTurn } from '../../core/authoring/conversation-turns.ts';
import { converse, follow, type Speaking } from '../../core/authoring/converse.ts';
import { agentIdSchema } from '../../model/agent.ts';
import type { ChatPart } from '../../model/chat-part.ts';
import { messageIdSchema } from '../../model/conversation.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf, assertPerson, type TenantCaller } from './caller.ts';
import { admit } from './key-rate.ts';
import { HttpProblem } from './problem.ts';
import { type Call, type Route, tenantRoute } from './route.ts';

const MESSAGES_A_MINUTE = 30;
/** A connection on which nothing comes for long is cut by whatever lies in between. */
const KEEP_ALIVE_MS = 15_000;

const conversationId = z.string().regex(/^(?!__.*__$)[A-Za-z0-9_-]{1,64}$/, 'This is not the id of a conversation');
const chatBody = z.object({
  conversationId: conversationId.nullable().default(null),
  /** The same id again is the same message: it is answered with what is stored, or with the answer as it goes on. */
  messageId: messageIdSchema.nullable().default(null),
  message: z.string().trim().min(1, 'Say something').max(4000),
  /** Whom one wants to answer. */
  agent: agentIdSchema.nullable().default(null),
  /** The recommendation that a new conversation is about; one that goes on stays about what it was. */
  about: executionIdSchema.nullable().default(null),
});
type ChatCall = Call<TenantCaller, unknown, unknown, z.infer<typeof chatBody>>;

/** What travels besides text: which conversation and message it is, and the parts of `model/chat-part.ts` by their type. */
type DataOf<T extends ChatPart['type']> = Omit<Extract<ChatPart, { type: T }>, 'type'>;
type ChatUiMessage = UIMessage<
  never,
  { conversation: { conversationId: string; messageId: string } } & {
    [T in Exclude<ChatPart['type'], 'text'>]: DataOf<T>;
  }
>;
type Writer = UIMessageStreamWriter<ChatUiMessage>;

export const chatRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/chat',
      summary: 'Say what you want; the answer streams as server-sent events (AI SDK UI message stream)',
      // The id of the message takes the place of an Idempotency-Key: its answer is stored.
      isKeyless: true,
      body: chatBody,
      answers: { 200: z.string(), 403: problemSchema, 404: problemSchema, 409: problemSchema, 429: problemSchema },
    },
    { role: 'editor', scope: null },
    async (call) => {
      const { app, caller, response } = call;
      const speaking = await speakingOf(call);
      const opened = await open(call, speaking);
      const { createUIMessageStream, pipeUIMessageStreamToResponse } = await import('ai');
      const stream = createUIMessageStream<ChatUiMessage>({
        execute: ({ writer }) => tell(speaking, opened, writer, whenGone(response)),
        onError: (error) => {
          app.engine.log.error('chat_failed', error, { orgId: caller.orgId });
          return 'Something went wrong on our side. See under Playbooks whether it is there before you say it again.';
        },
      });
      const headers = { 'Cache-Control': 'no-store' };
      pipeUIMessageStreamToResponse({ response, stream, headers, keepAliveMs: KEEP_ALIVE_MS });
      return null;
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/chat/stop',
      summary: 'Do not go on with the answer to a message; what was done stays done',
      body: z.strictObject({ conversationId: chatBody.shape.conversationId, messageId: messageIdSchema }),
      answers: { 204: z.null() },
    },
    { role: 'editor', scope: null },
    async ({ app, caller, body }) => {
      const { orgId, member } = assertPerson(caller);
      await stopTurn(app.engine, { orgId, uid: member.uid, ...body });
      return { status: 204, body: null };
    },
  ),
];

async function speakingOf({ app, caller, body, request }: ChatCall): Promise<Speaking> {
  const { orgId, member } = assertPerson(caller);
  const message = `You may say ${MESSAGES_A_MINUTE} things a minute; wait a moment, then say it again`;
  admit(app, `chat ${orgId} ${member.uid}`, MESSAGES_A_MINUTE, message);
  const tenant = await app.engine.store.get(top.tenant(orgId));
  if (tenant === null) throw new HttpProblem(404, 'not_found', 'The team is gone');
  const { engine, connectors, secrets, vendorModel: vendor } = app;
  const conceal = app.conceal(orgId).value;
  const actor = actorOf(caller, request);
  const calling = { engine, connectors, secrets, conceal, orgId, tenant: tenant.data, actor };
  return { calling, member, message: body.message, agent: body.agent, vendor };
}

type Told = Exclude<Opened, { kind: 'busy' }>;

async function open({ app, body }: ChatCall, { calling: { orgId }, member }: Speaking): Promise<Told> {
  const { conversationId, message } = body;
  const messageId = body.messageId ?? app.engine.random.token();
  const about = conversationId === null ? body.about : null;
  if (about !== null && (await app.engine.store.get(tenantPaths(orgId).recommendation(about))) === null)
    throw new HttpProblem(404, 'not_found', `There is no recommendation ${about}`);
  const opened = await openTurn(app.engine, { orgId, uid: member.uid, conversationId, messageId, message, about });
  if (opened.kind !== 'busy') return opened;
  const detail = 'Another message of this conversation is being answered; wait for its end';
  throw new HttpProblem(409, 'answering', detail, { headers: { 'Retry-After': '2' } });
}

function whenGone(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

/** Goes on to the end of a turn though nobody may listen any more; what others answer is told only as long as they do. */
async function tell(speaking: Speaking, opened: Told, writer: Writer, gone: AbortSignal): Promise<void> {
  const { conversationId, messageId } = opened.kind === 'begun' ? opened.turn : opened;
  writer.write({ type: 'data-conversation', data: { conversationId, messageId } });
  const parts = opened.kind === 'begun' ? converse(speaking, opened.turn) : follow(speaking.calling, opened, gone);
  let [texts, isOpen] = [0, false];
  const close = (): void => {
    if (isOpen) writer.write({ type: 'text-end', id: `text-${texts}` });
    isOpen = false;
  };
  for await (const part of parts) {
    if (part.type !== 'text') {
      close();
      writer.write(dataOf(part));
      continue;
    }
    if (!isOpen) writer.write({ type: 'text-start', id: `text-${++texts}` });
    isOpen = true;
    writer.write({ type: 'text-delta', id: `text-${texts}`, delta: part.text });
  }
  close();
  // Without it whoever reads takes the answer for cut off, and asks for it again.
  writer.write({ type: 'finish' });
}

type DataChunk = Extract<Parameters<Writer['write']>[0], { type: `data-${string}` }>;

/** The status of a tool takes the place of the one before. */
function dataOf({ type, ...data }: Exclude<ChatPart, { type: 'text' }>): DataChunk {
  const id = type === 'tool' && 'callId' in data ? { id: data.callId } : {};
  return { type: `data-${type}`, ...id, data } as DataChunk;
}
