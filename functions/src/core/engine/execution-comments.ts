import type { Actor } from '../../model/audit.ts';
import type { Execution } from '../../model/execution.ts';
import { type ExecutionComment, MAX_MENTIONS } from '../../model/execution-comment.ts';
import { mentionsIn } from '../../model/mention.ts';
import { tenantPaths } from '../../model/paths.ts';
import { isAtLeast, type TeamMember } from '../../model/tenant.ts';
import { deriveId } from '../derive-id.ts';
import { auditWrite } from '../governance/audit.ts';
import { readTeam, readTenant } from '../governance/governed.ts';
import { AlreadyExistsError, type Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { tellingWrites } from './notify/tell.ts';

type Ports = Pick<Engine, 'store' | 'clock' | 'random'>;

/** Why a comment is refused, in words for whoever asked; nothing was written. */
export class CommentRefusedError extends Error {
  override readonly name = 'CommentRefusedError';
  readonly code: 'not_found' | 'mentions' | 'role';
  constructor(code: CommentRefusedError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Who says something about an execution. */
export interface Speaker {
  readonly orgId: string;
  readonly actor: Actor;
  readonly isTainted: boolean;
}

interface Said {
  readonly text: string;
  /** Whom it names beyond those whose names stand in it; of several of one name, which. */
  readonly mentions: readonly string[];
  /** The same one twice is one comment. */
  readonly key: string;
}

interface Kept {
  readonly commentId: string;
  readonly comment: ExecutionComment;
}

/** Stores a comment and, in the same commit, tells those whom it names. Throws `CommentRefusedError`. */
export async function commentOnExecution(
  engine: Ports,
  { orgId, actor, isTainted }: Speaker,
  executionId: string,
  { text, mentions: given, key }: Said,
): Promise<Kept> {
  const { store, clock } = engine;
  const paths = tenantPaths(orgId);
  const [execution, team, tenant] = await Promise.all([
    store.get(paths.execution(executionId)),
    readTeam(store, orgId),
    readTenant(store, orgId),
  ]);
  if (execution === null) throw new CommentRefusedError('not_found', `There is no execution ${executionId}`);
  const mentions = namedIn(text, given, team);
  const { expireAt } = execution.data;
  const comment = { executionId, text, by: actor.id, mentions, isTainted, createdAt: clock.now(), expireAt };
  const commentId = deriveId(orgId, 'execution_comment', executionId, key);
  const told = mentions.filter((uid) => uid !== actor.id).map((uid) => ({ uid }));
  const home = { orgId, timezone: tenant.timezone };
  const telling = await tellingWrites(engine, home, told, messageOf(execution.data, comment, commentId, actor));
  const entry = { action: 'execution.commented', target: { kind: 'execution', id: executionId }, after: { commentId } };
  const { path } = paths.comment(commentId);
  const create: Write = { op: 'create', path, data: comment };
  try {
    await store.commit([create, ...telling, auditWrite(engine, orgId, actor, entry)]);
  } catch (error) {
    const stored = error instanceof AlreadyExistsError ? await store.get(paths.comment(commentId)) : null;
    if (stored === null) throw error;
    return { commentId, comment: stored.data };
  }
  return { commentId, comment };
}

/** Whoever has written a comment takes it back, and admins any. Throws `CommentRefusedError`. */
export async function deleteComment(
  engine: Ports,
  { orgId, actor, member }: { readonly orgId: string; readonly actor: Actor; readonly member: TeamMember },
  executionId: string,
  commentId: string,
): Promise<void> {
  const stored = await engine.store.get(tenantPaths(orgId).comment(commentId));
  if (stored === null || stored.data.executionId !== executionId) {
    throw new CommentRefusedError('not_found', `There is no comment ${commentId} on execution ${executionId}`);
  }
  if (stored.data.by !== actor.id && !isAtLeast(member.role, 'admin')) {
    throw new CommentRefusedError('role', 'You may delete what you have written; for the rest ask an admin');
  }
  const target = { kind: 'execution', id: executionId };
  const entry = { action: 'execution.comment_deleted', target, before: { commentId, by: stored.data.by } };
  await engine.store.commit([
    { op: 'delete', path: stored.ref.path, ifVersion: stored.version },
    auditWrite(engine, orgId, actor, entry),
  ]);
}

/** Those whose names stand in the text, and those that were given; of several of one name those given, if any is. */
function namedIn(text: string, given: readonly string[], team: readonly TeamMember[]): string[] {
  const stranger = given.find((uid) => !team.some((member) => member.uid === uid));
  if (stranger !== undefined) throw new CommentRefusedError('mentions', `Nobody in the team has the uid ${stranger}`);
  const named = mentionsIn(text, team).flatMap(({ people }) => {
    const uids = people.map(({ uid }) => uid);
    const meant = uids.filter((uid) => given.includes(uid));
    return meant.length > 0 ? meant : uids;
  });
  const all = [...new Set([...given, ...named])];
  if (all.length <= MAX_MENTIONS) return all;
  throw new CommentRefusedError(
    'mentions',
    `A comment may name ${MAX_MENTIONS} people at most; this names ${all.length}`,
  );
}

function messageOf({ playbookName }: Execution, { text, executionId }: ExecutionComment, key: string, actor: Actor) {
  const who = actor.kind === 'key' ? 'An agent' : actor.name || 'Somebody of your team';
  return {
    ...({ kind: 'mentions', type: 'info', isUrgent: false, key } as const),
    title: `${who} mentioned you: ${playbookName}`,
    message: text,
    link: `/executions/${executionId}`,
    executionId,
  };
}
