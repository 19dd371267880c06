import type { Delivery } from '../../../model/delivery.ts';
import { tenantPaths, top } from '../../../model/paths.ts';
import { queries } from '../../../model/query.ts';
import type { TeamMember, Tenant } from '../../../model/tenant.ts';
import { deriveId } from '../../derive-id.ts';
import { ownPlaces, type Place } from '../../own-places.ts';
import { ConflictError, type Stored } from '../../ports.ts';
import { concurrently } from '../concurrently.ts';
import type { Engine } from '../engine.ts';
import { NonRetriableError, RetryAfterError, StepError } from '../errors.ts';
import type { Courier, Letter } from './courier.ts';

/** So many in one go; the next minute has the next. */
const AT_ONCE = 300;
const GROUPS_AT_ONCE = 10;
const MINUTE_MS = 60_000;
/** Longer than any courier takes. */
const SENDING_MS = 5 * MINUTE_MS;
const MAX_ATTEMPTS = 6;
/** So many questions come one by one, each with its buttons; more of them as one message. */
const MAX_APART = 5;
/** A message of several is cut where most vendors would cut it. */
const MAX_LISTED = 20;
const MAX_EACH = 400;

type Post = Pick<Engine, 'store' | 'clock' | 'log' | 'fault'>;
type Due = Stored<Delivery> & { readonly orgId: string };

/**
 * Sends what is due, until `deadline`: what has gathered for one person by one channel goes as one message. Claimed
 * before and settled after: a message whose sender died is not sent again, but for those to webhooks, whose receivers can
 * tell a repeat. Returns how many messages were sent.
 */
export async function deliverDue(post: Post, courier: Courier, deadline: Date): Promise<number> {
  const { store, clock } = post;
  const found = ownPlaces(await store.query(queries.dueDeliveries(clock.now(), { limit: AT_ONCE })), 'deliveries');
  const due = found.filter((one): one is Due => one.data !== null);
  for (const one of found) if (one.data === null) await lay(post, one);
  for (const one of due.filter(isLost)) await settle(post, [one], { status: 'unknown', problem: 'sender_died' });
  const alive = due.filter((one) => !isLost(one));
  const groups = Object.values(Object.groupBy(alive, groupOf)).flatMap((group = []) => apart(group));
  const sent = await concurrently(groups, GROUPS_AT_ONCE, async (group) => {
    if (clock.now() >= deadline) return 0;
    return (await claim(post, group)) ? deliver(post, courier, group) : 0;
  });
  return sent.reduce((sum, count) => sum + count, 0);
}

/** Out of the way for ever: nobody can read it. */
async function lay({ store, log }: Post, { ref, orgId, id }: Place<Delivery>): Promise<void> {
  log.warn('delivery_unreadable', { orgId, id });
  await store.commit([{ op: 'update', path: ref.path, fields: { dueAt: null } }]);
}

function isLost({ data: { status, channel } }: Due): boolean {
  return status === 'sending' && channel !== 'webhook';
}

/** A machine gets each by itself. What has buttons is not mixed with what has none. */
function groupOf({ id, orgId, data }: Due): string {
  const { uid, channel, connection, to } = data;
  return channel === 'webhook' ? id : [orgId, uid, channel, connection, to, hasButtons(data)].join('|');
}

function hasButtons({ question, channel }: Delivery): boolean {
  return question !== null && (channel === 'telegram' || channel === 'slack');
}

function apart(group: readonly Due[]): (readonly Due[])[] {
  const isApart = group.length <= MAX_APART && group.every(({ data }) => hasButtons(data));
  return isApart ? group.map((one) => [one]) : [group];
}

/** False where another tick was faster. */
async function claim({ store, clock, fault }: Post, group: readonly Due[]): Promise<boolean> {
  const dueAt = new Date(clock.now().getTime() + SENDING_MS);
  try {
    await store.commit(
      group.map(({ ref, version, data: { attempts } }) => {
        const fields = { status: 'sending', attempts: attempts + 1, dueAt };
        return { op: 'update', path: ref.path, fields, ifVersion: version };
      }),
    );
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
  fault('delivery_claimed');
  return true;
}

async function deliver(post: Post, courier: Courier, claimed: readonly Due[]): Promise<number> {
  const { group, question } = await stillOpen(post, claimed);
  const [first] = group;
  if (first === undefined) return 0;
  const { orgId, data } = first;
  const [member, tenant] = await Promise.all([
    post.store.find(tenantPaths(orgId).member(data.uid)),
    post.store.find(top.tenant(orgId)),
  ]);
  if (!member?.data || !tenant?.data) {
    await settle(post, group, { status: 'failed', problem: 'left_team' });
    return 0;
  }
  try {
    await courier.carry(orgId, { ...letterOf(group, first, member.data, tenant.data), question });
  } catch (error) {
    post.log.warn('not_delivered', { orgId, channel: data.channel, problem: codeOf(error) });
    await settle(post, group, afterFailure(error, data, post.clock.now()));
    return 0;
  }
  post.fault('delivery_sent');
  await settle(post, group, { status: 'sent', problem: null });
  return 1;
}

interface Open {
  readonly group: readonly Due[];
  /** Of a group of one. */
  readonly question: Letter['question'];
}

/** Without the questions that were answered meanwhile: they are told to nobody. */
async function stillOpen(post: Post, group: readonly Due[]): Promise<Open> {
  const idsAsked = group.flatMap(({ data: { question } }) => question?.approvalId ?? []);
  const [first] = group;
  if (idsAsked.length === 0 || first === undefined) return { group, question: null };
  const found = await post.store.findAll(idsAsked.map((id) => tenantPaths(first.orgId).approval(id)));
  const now = post.clock.now();
  const open = new Map(
    found.flatMap((one) =>
      one?.data?.status === 'pending' && now < one.data.expiresAt
        ? [[one.id, { ...one.data, approvalId: one.id }]]
        : [],
    ),
  );
  const isOver = ({ data: { question } }: Due) => question !== null && !open.has(question.approvalId);
  const over = group.filter(isOver);
  const left = group.filter((one) => !isOver(one));
  if (over.length > 0) await settle(post, over, { status: 'failed', problem: 'answered' });
  const asked = left.length === 1 ? (left[0]?.data.question ?? null) : null;
  const approval = asked === null ? undefined : open.get(asked.approvalId);
  return { group: left, question: approval?.paramsHash === asked?.paramsHash ? (approval ?? null) : null };
}

interface Outcome {
  readonly status: Delivery['status'];
  readonly problem: string | null;
  /** When it is tried again; left out: never. */
  readonly dueAt?: Date;
}

async function settle({ store, clock }: Post, group: readonly Due[], { dueAt, ...outcome }: Outcome): Promise<void> {
  const fields = { ...outcome, dueAt: dueAt ?? null, settledAt: dueAt === undefined ? clock.now() : null };
  await store.commit(group.map(({ ref }) => ({ op: 'update', path: ref.path, fields })));
}

/** Tried again only on proof that nothing has arrived, or where a repeat does no harm. */
function afterFailure(error: unknown, { channel, attempts }: Delivery, now: Date): Outcome {
  const problem = codeOf(error);
  const mayHaveArrived = !(error instanceof StepError) || error.mayHaveActed;
  if (error instanceof NonRetriableError && !mayHaveArrived) return { status: 'failed', problem };
  if (mayHaveArrived && channel !== 'webhook') return { status: 'unknown', problem };
  if (error instanceof NonRetriableError || attempts + 1 >= MAX_ATTEMPTS) return { status: 'failed', problem };
  const later = new Date(now.getTime() + MINUTE_MS * 2 ** attempts);
  const retryAt = error instanceof RetryAfterError ? error.retryAt : later;
  return { status: 'waiting', problem, dueAt: retryAt > later ? retryAt : later };
}

function codeOf(error: unknown): string {
  return error instanceof StepError ? error.code : 'internal';
}

function letterOf(
  group: readonly Due[],
  { orgId, id, data: first }: Due,
  { uid, email }: TeamMember,
  { name }: Tenant,
): Omit<Letter, 'question'> {
  const { channel, connection, to, kind, type } = first;
  const key = group.length === 1 ? id : deriveId(orgId, 'digest', ...group.map((one) => one.id));
  const addressed = { channel, uid, email, connection, to, kind, type, business: name, key };
  if (group.length === 1) {
    const { title, message, link } = first;
    return { ...addressed, title, text: message, links: link === null ? [] : [link] };
  }
  const oldestFirst = group.map(({ data }) => data).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const listed = oldestFirst.slice(0, MAX_LISTED);
  const more = group.length - listed.length;
  const texts = listed.map(({ title, message }) => `${title}\n${shortened(message)}`);
  const rest = more > 0 ? [`… and ${more} more, which you find in the app.`] : [];
  return {
    ...addressed,
    title: `${group.length} messages from ${name}`.slice(0, 200),
    text: [...texts, ...rest].join('\n\n'),
    links: [...new Set(listed.flatMap(({ link }) => link ?? []))],
  };
}

function shortened(text: string): string {
  return text.length <= MAX_EACH ? text : `${text.slice(0, MAX_EACH - 1)}…`;
}
