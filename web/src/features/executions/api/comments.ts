import type { ExecutionComment } from '@model/execution-comment.ts';
import { queries } from '@model/query.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection } from '../../../lib/use-live.ts';

const MOST = 200;
const written = z.object({ commentId: z.string() });
const addressOf = (executionId: string) => `/api/executions/${encodeURIComponent(executionId)}/comments`;

/** What is said about an execution, in its order, live. */
export function useComments(executionId: string): Live<readonly Entry<ExecutionComment>[]> {
  const { orgId } = useSession();
  return useCollection(queries.executionComments(orgId, executionId, { limit: MOST }));
}

/** `mentions`: the uids of those who were picked from the list. */
export async function comment(
  api: Api,
  executionId: string,
  said: { readonly text: string; readonly mentions: readonly string[] },
): Promise<void> {
  await api.call({ method: 'POST', path: addressOf(executionId), body: said, answer: written });
}

export async function deleteComment(api: Api, executionId: string, commentId: string): Promise<void> {
  const path = `${addressOf(executionId)}/${encodeURIComponent(commentId)}`;
  await api.call({ method: 'DELETE', path, answer: z.null() });
}
