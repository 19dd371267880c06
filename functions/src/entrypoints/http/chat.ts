import type { UIMessage, UIMessageStreamWriter } from 'ai';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { type ChatPart, converse, type Speaking } from '../../core/authoring/converse.ts';
import { top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf, assertPerson } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const conversationId = z.string().regex(/^(?!__.*__$)[A-Za-z0-9_-]{1,64}$/, 'This is not the id of a conversation');
const chatBody = z.object({
  conversationId: conversationId.nullable().default(null),
  message: z.string().trim().min(1, 'Say something').max(4000),
});

/** What travels besides text: which conversation it is, and what to show as a card. */
type ChatUiMessage = UIMessage<
  never,
  {
    conversation: { conversationId: string };
    playbook: { playbookId: string };
    execution: { executionId: string };
  }
>;

export const chatRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/chat',
      summary: 'Say what you want; the answer streams as server-sent events (AI SDK UI message stream)',
      body: chatBody,
      answers: { 200: z.string(), 403: problemSchema },
    },
    { role: 'editor', scope: null },
    async ({ app, caller, body, request, response }) => {
      const { orgId, member } = assertPerson(caller);
      const tenant = await app.engine.store.get(top.tenant(orgId));
      if (tenant === null) throw new HttpProblem(404, 'not_found', 'The team is gone');
      const { createUIMessageStream, pipeUIMessageStreamToResponse } = await import('ai');
      const actor = actorOf(caller, request);
      const speaking: Speaking = { orgId, tenant: tenant.data, member, actor, ...body };
      const stream = createUIMessageStream<ChatUiMessage>({
        execute: ({ writer }) => speak(app, speaking, writer),
        onError: (error) => {
          app.engine.log.error('chat_failed', error, { orgId });
          return 'Something went wrong on our side. See under Playbooks whether it is there before you say it again.';
        },
      });
      pipeUIMessageStreamToResponse({ response, stream, headers: { 'Cache-Control': 'no-store' } });
      return null;
    },
  ),
];

async function speak(app: App, speaking: Speaking, writer: UIMessageStreamWriter<ChatUiMessage>): Promise<void> {
  let texts = 0;
  for await (const part of converse(app.engine, speaking)) write(writer, part, `text-${++texts}`);
}

function write(writer: UIMessageStreamWriter<ChatUiMessage>, part: ChatPart, id: string): void {
  switch (part.type) {
    case 'conversation':
      writer.write({ type: 'data-conversation', data: { conversationId: part.conversationId } });
      return;
    case 'playbook':
      writer.write({ type: 'data-playbook', data: { playbookId: part.playbookId } });
      return;
    case 'execution':
      writer.write({ type: 'data-execution', data: { executionId: part.executionId } });
      return;
    case 'text':
      writer.write({ type: 'text-start', id });
      writer.write({ type: 'text-delta', id, delta: part.text });
      writer.write({ type: 'text-end', id });
  }
}
