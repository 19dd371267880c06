import { z } from 'zod';
import { CommentRefusedError, commentOnExecution, deleteComment } from '../../core/engine/execution-comments.ts';
import {
  type ExecutionComment,
  executionCommentSchema,
  MAX_COMMENT,
  MAX_MENTIONS,
} from '../../model/execution-comment.ts';
import { executionIdSchema, memberIdSchema } from '../../model/ids.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { actorOf, changingOf } from './caller.ts';
import { noExecution } from './executions.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { afterExactly, exactCursor, pageOf, pageQuery, toExactPage } from './views.ts';

const byExecution = z.object({ id: executionIdSchema });
const byComment = byExecution.extend({ commentId: executionIdSchema });
const commentBody = z.strictObject({
  text: z.string().trim().min(1, 'Write something').max(MAX_COMMENT),
  /** Those whom it names are found by their names in the text; give uids where two bear one name. */
  mentions: z.array(memberIdSchema).max(MAX_MENTIONS).default([]),
});

const commentView = executionCommentSchema
  .omit({ expireAt: true })
  .extend({ commentId: executionIdSchema, createdAt: z.iso.datetime() })
  .meta({ id: 'ExecutionComment' });

function toCommentView(commentId: string, { expireAt, createdAt, ...rest }: ExecutionComment) {
  return { ...rest, commentId, createdAt: createdAt.toISOString() };
}

/** What people say about executions. Whoever may see one may speak about it. */
export const executionCommentRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/executions/{id}/comments',
      summary: 'What is said about an execution, in its order',
      params: byExecution,
      query: pageQuery.extend({ cursor: exactCursor.optional() }),
      answers: { 200: pageOf(commentView), 404: problemSchema },
    },
    { role: 'viewer', scope: 'executions:read' },
    async ({ app: { engine }, caller: { orgId }, params: { id }, query: { limit, cursor } }) => {
      if ((await engine.store.get(tenantPaths(orgId).execution(id))) === null) throw noExecution(id);
      const page = { limit, after: afterExactly(cursor) };
      const found = await engine.store.query(queries.executionComments(orgId, id, page));
      const body = toExactPage(
        ({ createdAt }) => createdAt,
        found,
        limit,
        (one) => toCommentView(one.id, one.data),
      );
      return { status: 200, body };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/executions/{id}/comments',
      summary: 'Say something about an execution; whoever is named in it with an @ is told',
      isRepeatable: true,
      params: byExecution,
      body: commentBody,
      answers: { 201: commentView, 404: problemSchema, 422: problemSchema },
    },
    { role: 'viewer', scope: 'executions:run' },
    async ({ app: { engine }, caller, params: { id }, body, request }) => {
      const isTainted = caller.kind === 'key' && caller.isTainted;
      const speaker = { orgId: caller.orgId, actor: actorOf(caller, request), isTainted };
      const key = `${caller.id} ${request.get('idempotency-key') ?? engine.random.token()}`;
      const kept = await commentOnExecution(engine, speaker, id, { ...body, key }).catch(toProblem);
      return { status: 201, body: toCommentView(kept.commentId, kept.comment) };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path: '/api/executions/{id}/comments/{commentId}',
      summary: 'Take back what one has said about an execution; admins may delete what others have',
      params: byComment,
      answers: { 204: z.null(), 403: problemSchema, 404: problemSchema },
    },
    { role: 'viewer', scope: null },
    async ({ app: { engine }, caller, params: { id, commentId }, request }) => {
      await deleteComment(engine, changingOf(caller, request), id, commentId).catch(toProblem);
      return { status: 204, body: null };
    },
  ),
];

const STATUS: Readonly<Record<CommentRefusedError['code'], number>> = { not_found: 404, mentions: 422, role: 403 };

function toProblem(error: unknown): never {
  if (!(error instanceof CommentRefusedError)) throw error;
  const { code, message } = error;
  const errors = code === 'mentions' ? [{ path: 'mentions', message }] : [];
  throw new HttpProblem(STATUS[code], code === 'mentions' ? 'invalid' : code, message, { errors });
}
