import { randomUUID } from 'node:crypto';
import { deriveId, sha256Hex } from '../../src/core/derive-id.ts';
import { executionIdFor } from '../../src/core/engine/occasion.ts';
import { startExecution, unattended } from '../../src/core/engine/start-execution.ts';
import { freshTask } from '../../src/core/engine/tasks/fresh-task.ts';
import { taskWrites } from '../../src/core/engine/tasks/task-message.ts';
import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { newApiKey } from '../../src/core/governance/api-key.ts';
import { secretNameOf } from '../../src/core/governance/connection-secret.ts';
import { tenantSecretName } from '../../src/core/governance/tenant-secret.ts';
import type { Descendant } from '../../src/core/ports.ts';
import { factId } from '../../src/core/triggering/publish-fact.ts';
import type { ActionPlan } from '../../src/model/action-plan.ts';
import type { CompetitiveAction } from '../../src/model/competitive-action.ts';
import type { Connection } from '../../src/model/connection.ts';
import type { ExecutionComment } from '../../src/model/execution-comment.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { docIn, tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import type { Recommendation } from '../../src/model/recommendation.ts';
import { type Role, roleSchema } from '../../src/model/tenant.ts';
import { TELEGRAM_TOKEN } from '../vendors/telegram.ts';
import type { ApiKit } from './api-kit.ts';
import { addGallery, galleryWrites } from './gallery-world.ts';
import { keptLog } from './kept-log.ts';

/** A tenant with something of everything that a route can be about. Two of them have the same ids inside. */
export interface Place {
  readonly orgId: string;
  /** A member of each role; `spare` is an editor about whom something is done. */
  uid(who: Role | 'spare'): string;
  readonly ids: Ids;
  readonly keyId: string;
  readonly invitationId: string;
}
interface Ids {
  readonly playbookId: string;
  /** One that is a draft, and what it was before. */
  readonly restingId: string;
  readonly versionId: string;
  /** One that people run with inputs. */
  readonly skillId: string;
  /** One with a schedule. */
  readonly scheduledId: string;
  readonly failedId: string;
  readonly waitingId: string;
  readonly approvalId: string;
  /** Of the failure. */
  readonly eventId: string;
  readonly alertId: string;
  /** A task that waits for a yes, and one that could not be done. */
  readonly askedTaskId: string;
  readonly endedTaskId: string;
  /** What the gallery would hold of `playbookId`. */
  readonly sharedVersionId: string;
}

export interface Worlds {
  place(): Promise<Place>;
  /** A tenant with an owner and nothing else. */
  empty(): Promise<{ readonly orgId: string; readonly uid: string }>;
  /** All that is stored of a tenant, as text by path. */
  dump(place: Place): Promise<Map<string, string>>;
}

const steps = [{ id: 'set', action: 'set_variables', params: { values: { answer: 42 } } }];
const ask = [{ id: 'ask', action: 'request_approval', params: { title: 'Send it?', message: 'To 40 customers' } }];
const fail = [{ id: 'late', action: 'set_variables', params: { values: { x: '{{inputs.n / 0}}' } } }];

/** Makes one tenant by what the product itself does, and then copies of it. */
export async function createWorlds(api: ApiKit): Promise<Worlds> {
  const { store } = api.app.engine;
  const mark = randomUUID();
  const ids = await furnish(api, mark);
  const tenant = await store.get(top.tenant(`org_${mark}`));
  // What is still to be delivered is not copied: any file that ticks may take it from the emulator that all share.
  const within = (await below(api, `org_${mark}`)).filter(({ path }) => !path.includes('/deliveries/'));
  const documents: Descendant[] = [{ path: top.tenant(`org_${mark}`).path, data: { ...tenant?.data } }, ...within];
  return {
    place: () => copy(api, documents, mark, ids),
    empty: () => api.tenant(),
    dump: async ({ orgId, invitationId }) => {
      const inside = await below(api, orgId);
      const keys = await store.query(queries.apiKeys(orgId));
      const beside = [await store.find(top.tenant(orgId)), await store.find(top.invitation(invitationId))];
      const found = [...keys, ...beside].flatMap((one) => (one ? [[one.ref.path, text(one.data)] as const] : []));
      return new Map([...inside.map(({ path, data }) => [path, text(data)] as const), ...found]);
    },
  };
}

async function below(api: ApiKit, orgId: string): Promise<Descendant[]> {
  const found: Descendant[] = [];
  for await (const one of api.app.subtree.documents(tenantPaths(orgId).root, null)) found.push(one);
  return found;
}

/** When a key was last used changes by its being refused, and harms nobody. */
function text(data: unknown): string {
  return JSON.stringify(data, (name, value: unknown) => (name === 'lastUsedAt' ? null : value));
}

async function furnish(api: ApiKit, mark: string): Promise<Ids> {
  const { engine } = api.app;
  const orgId = `org_${mark}`;
  const createdAt = engine.clock.now();
  // Whatever the day is where the tenant is, that is over there, too.
  const yesterday = new Date(createdAt.getTime() - 86_400_000).toISOString().slice(0, 10);
  const data = { name: 'Thrive', timezone: 'America/New_York', currency: 'USD', createdAt };
  const member = (who: string, role: Role) => {
    const uid = `${who}_${mark}`;
    const path = tenantPaths(orgId).member(uid).path;
    const one = { uid, email: `${uid}@thrive.example`, name: who, role, createdAt };
    return { op: 'create' as const, path, data: one };
  };
  await engine.store.commit([
    { op: 'create', path: top.tenant(orgId).path, data },
    ...roleSchema.options.map((role) => member(role, role)),
    member('spare', 'editor'),
    { op: 'create', path: tenantPaths(orgId).connection('webhook').path, data: connectionOf(createdAt) },
    { op: 'create', path: tenantPaths(orgId).connection('telegram').path, data: botOf(createdAt) },
    { op: 'create', path: tenantPaths(orgId).competitiveAction('proposal').path, data: proposalOf(createdAt) },
    { op: 'create', path: tenantPaths(orgId).recommendation('advice').path, data: adviceOf(createdAt) },
    { op: 'create', path: tenantPaths(orgId).actionPlan('plan').path, data: planOf(createdAt) },
    { op: 'create', path: tenantPaths(orgId).sheetsLog.path, data: keptLog(createdAt) },
    { op: 'create', path: docIn(tenantPaths(orgId).domain('metrics'), yesterday).path, data: { cash: 90_000 } },
  ]);
  const token = api.token(`owner_${mark}`);
  const make = async (name: string, body: JsonObject) => {
    const made = await api.call('POST', '/api/playbooks', { token, body: { name, status: 'active', ...body } });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return String(made.body.playbookId);
  };
  const run = async (playbookId: string) => {
    const occasion = { kind: 'request', key: playbookId } as const;
    const start = { ...unattended, orgId, playbookId, occasion, triggeredBy: 'schedule' as const };
    await startExecution(engine, start, false);
    const now = engine.clock.now().getTime();
    const budget = { deadline: new Date(now + 20_000), end: new Date(now + 60_000), isShort: false };
    const executionId = executionIdFor(start);
    await wakeExecution(engine, orgId, executionId, budget);
    return executionId;
  };
  const playbookId = await make('Variables', { steps });
  const draftAt = `/api/playbooks/${playbookId}/draft`;
  const { content, baseVersionId } = (await api.call('GET', draftAt, { token })).body;
  const edited = { content: { ...content, name: 'Edited' }, revision: 0, baseVersionId };
  await api.call('POST', draftAt, { token, body: edited });
  const restingId = await make('Rests', { steps: ask, status: 'draft' });
  const [before] = await engine.store.query(queries.versions(orgId, restingId, { limit: 1 }));
  await api.call('PATCH', `/api/playbooks/${restingId}`, { token, body: { steps } });
  const daily = { type: 'schedule', cron: '0 9 * * *', timezone: 'UTC' };
  const scheduledId = await make('Daily', { steps, triggers: [daily], status: 'paused' });
  const topic = [{ name: 'topic', required: true }];
  const skillId = await make('Skill', { inputs: topic, triggers: [{ type: 'manual' }], steps });
  const inputs = [{ name: 'n', type: 'number', default: 1 }];
  const failingId = await make('Fails', { inputs, steps: fail });
  const failedId = await run(failingId);
  const waitingId = await run(await make('Asks', { steps: ask }));
  const wait = (await engine.store.get(tenantPaths(orgId).execution(waitingId)))?.data.wait;
  const failed = (await engine.store.get(tenantPaths(orgId).execution(failedId)))?.data.status;
  if (!before || failed !== 'failed' || wait?.kind !== 'approval') throw new Error(`${failed}, ${wait?.kind}`);
  await addComment(engine, orgId, failedId);
  const eventId = factId(orgId, 'execution.failed', '0', `playbook_executions/${failedId}`);
  const alertId = deriveId(orgId, 'playbook_failed', failingId);
  const executions = { failedId, waitingId, approvalId: wait.approvalId, eventId, alertId };
  const playbooks = { playbookId, restingId, versionId: before.id, scheduledId, skillId };
  const sharedVersionId = await addGallery(api, mark, { playbookId, scheduledId, token });
  await run(playbookId);
  return { ...playbooks, ...executions, sharedVersionId, ...(await addTasks(engine, orgId)) };
}

async function addComment({ store, clock }: ApiKit['app']['engine'], orgId: string, executionId: string) {
  const at = clock.now();
  const fixed = { by: 'system', mentions: [], isTainted: false };
  const data: ExecutionComment = { executionId, text: 'Again?', ...fixed, createdAt: at, expireAt: inADay(at) };
  await store.commit([{ op: 'create', path: tenantPaths(orgId).comment('comment').path, data }]);
}

function inADay(at: Date): Date {
  return new Date(at.getTime() + 86_400_000);
}

async function addTasks({ store, clock }: ApiKit['app']['engine'], orgId: string) {
  const ids = { askedTaskId: 'task_asked', endedTaskId: 'task_ended' };
  const fixed = { description: '', priority: 'high', assignedTo: null, createdBy: 'system' } as const;
  const draft = { ...fixed, title: 'Order tea', assignedAgent: 'pops', requiresApproval: true } as const;
  const asked = freshTask(draft, clock.now());
  const ended = { ...asked, status: 'escalated' as const };
  const person = freshTask({ ...fixed, title: 'Call Miller', assignedAgent: null, planId: 'plan' }, clock.now());
  const done = { ...person, status: 'completed' as const };
  await store.commit([
    ...taskWrites(orgId, ids.askedTaskId, asked),
    ...taskWrites(orgId, ids.endedTaskId, ended),
    ...taskWrites(orgId, 'task_done', done),
  ]);
  return ids;
}

function proposalOf(at: Date): CompetitiveAction {
  const nothing = { product: null, productId: null, competitor: null, currentPrice: null, suggestedPrice: null };
  const said = { type: 'counter_campaign', title: 'Answer', recommendation: 'Write', priority: 'critical' } as const;
  const made = { taskId: null, executionId: null, createdBy: 'owner', createdAt: at, updatedAt: at } as const;
  const rest = { currency: null, dataJson: '{}', assignedAgent: 'craig', status: 'pending' } as const;
  return { ...nothing, ...said, ...made, ...rest, expireAt: new Date(at.getTime() + 86_400_000) };
}

function adviceOf(at: Date): Recommendation {
  const plain = {
    kind: null,
    figures: [],
    tasks: [],
    questions: [],
    playbook: null,
    outcome: null,
    wordedBy: null,
    measureAt: null,
    isSample: false,
  };
  const said = { category: 'growth', title: 'Ask for reviews', text: 'They help.', priority: 40 } as const;
  const made = { executionId: null, createdBy: 'owner', createdAt: at, updatedAt: at, expiresAt: null } as const;
  const pending = { status: 'pending', dismissal: null, acceptance: null } as const;
  return { ...plain, ...said, ...made, ...pending, expireAt: new Date(at.getTime() + 86_400_000) };
}

function planOf(at: Date): ActionPlan {
  const tasks = [{ taskId: 'task_done', title: 'Call Miller', priority: 'high' as const }];
  const said = { title: 'Collect', goal: 'All of it', priority: 'high', category: 'cash_flow' } as const;
  const made = { executionId: null, createdBy: 'owner', ownerUid: 'owner', createdAt: at, updatedAt: at } as const;
  return { ...said, ...made, tasks, recommendationId: null, outcome: null, status: 'active', startsAt: at, endsAt: at };
}

function connectionOf(at: Date): Connection {
  const untested = { status: 'untested', statusText: null, checkedAt: null, rotatedAt: null } as const;
  const settings = { url: 'https://hooks.example/in' };
  const fixed = { connector: 'webhook', name: 'Ours', settings, isDefault: true, createdBy: 'owner' };
  return { ...fixed, ...untested, createdAt: at, updatedAt: at };
}

function botOf(at: Date): Connection {
  return { ...connectionOf(at), connector: 'telegram', name: 'Our bot', settings: {} };
}

async function copy(api: ApiKit, documents: readonly Descendant[], from: string, ids: Ids): Promise<Place> {
  const { store, random } = api.app.engine;
  const to = randomUUID();
  const renamed = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(from, to);
    if (Array.isArray(value)) return value.map(renamed);
    if (value === null || typeof value !== 'object' || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [renamed(name), renamed(inner)]));
  };
  const orgId = `org_${to}`;
  const createdAt = new Date();
  const { keyId, sha256 } = newApiKey(random);
  const key = { keyId, orgId, name: 'Agent', scopes: ['playbooks:read'], createdAt, expireAt: null, revokedAt: null };
  const invitationId = sha256Hex(to);
  const expireAt = new Date(createdAt.getTime() + 3_600_000);
  const fixed = { orgId, role: 'viewer', invitedBy: `owner_${to}`, acceptedAt: null, revokedAt: null };
  const invitation = { ...fixed, email: 'ada@new.example', createdAt, expireAt };
  const hookId = `hook_${to}`;
  const none = { refusedAt: null, refusal: null };
  const at = { orgId, playbookId: ids.playbookId, triggerId: 'webhook' };
  const hook = { ...at, scheme: 'hmac', secretSetAt: createdAt, ...none, createdAt };
  const held = { privateCurrent: `whsec_${sha256Hex(to)}`, privatePrevious: null, previousUntil: null };
  await api.addSecret(tenantSecretName(orgId, 'hook', hookId), JSON.stringify(held));
  const bot = { connector: 'telegram', settings: {}, secrets: { botToken: TELEGRAM_TOKEN } };
  await api.addSecret(secretNameOf(orgId, 'telegram'), JSON.stringify(bot));
  await store.commit([
    { op: 'create', path: top.hook(hookId).path, data: hook },
    ...documents
      .filter(({ path }) => !path.includes('/audit/'))
      .map(
        ({ path, data }) => ({ op: 'create', path: path.replaceAll(from, to), data: renamed(data) as object }) as const,
      ),
    { op: 'create', path: top.apiKey(sha256).path, data: key },
    { op: 'create', path: top.invitation(invitationId).path, data: invitation },
    ...galleryWrites(to, ids.restingId, createdAt),
  ]);
  return { orgId, uid: (who) => `${who}_${to}`, ids, keyId, invitationId };
}
