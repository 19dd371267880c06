import { createHash } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { type Firestore, getFirestore } from 'firebase-admin/firestore';
import { z } from 'zod';
import { endWrites } from '../../functions/src/core/analytics/end-note.ts';
import { tenantPaths, top } from '../../functions/src/model/paths.ts';
import { playbookContentSchema } from '../../functions/src/model/playbook.ts';
import { tenantSchema } from '../../functions/src/model/tenant.ts';
import { DEMO_ORG_ID, DEMO_USER } from '../../local/src/seed/demo-shop.ts';
import { type Past, pastExecution } from './past-executions.ts';
import { pastInsights } from './past-insights.ts';
import { shopData } from './showcase-data.ts';
import { PLAYBOOKS, TASKS, watch } from './showcase-playbooks.ts';

const HOUR_MS = 3_600_000;
const DAYS = 21;
const ARMED_WITHIN_MS = 120_000;

export interface ShowcaseTarget {
  readonly projectId: string;
  readonly apiOrigin: string;
  /** An ID token of the demo tenant's owner. */
  readonly idToken: string;
}

/** Fills the demo tenant as if it had been used for three weeks. Reaches Firestore through FIRESTORE_EMULATOR_HOST. */
export async function fillShowcase({ projectId, apiOrigin, idToken }: ShowcaseTarget, now: Date): Promise<void> {
  const app = initializeApp({ projectId }, 'showcase');
  const call = (method: string, path: string, body?: object) => command(`${apiOrigin}${path}`, method, idToken, body);
  try {
    const firestore = getFirestore(app);
    await writeShopData(firestore, now);
    const made: { playbookId: string; name: string }[] = [];
    const tenant = await firestore.doc(top.tenant(DEMO_ORG_ID).path).get();
    const { competitors } = tenantSchema.pick({ competitors: true }).parse(tenant.data());
    for (const draft of [watch(competitors), ...PLAYBOOKS]) {
      const { playbookId } = z.object({ playbookId: z.string() }).parse(await call('POST', '/api/playbooks', draft));
      made.push({ playbookId, name: draft.name });
    }
    for (const { playbookId, name } of made) await writePast(firestore, playbookId, name, now);
    await happenings(firestore, call, made);
    await sharing(call, made);
    await coach(firestore, call, now);
  } finally {
    await deleteApp(app);
  }
}

type Call = (method: string, path: string, body?: object) => Promise<unknown>;

/** What happens for real: runs by hand, questions that wait for a yes, events. */
async function happenings(firestore: Firestore, call: Call, made: readonly { playbookId: string; name: string }[]) {
  const run = async (name: string, inputs: object = {}) => {
    const playbook = made.find((one) => one.name.startsWith(name));
    await call('POST', `/api/playbooks/${playbook?.playbookId}/execute`, { triggeredBy: 'manual', inputs, wait: 10 });
  };
  await run('Competitor price watch');
  await run('Evening summary');
  await run('Remind of unpaid invoices');
  await run('Low stock');
  await run('Is the shop online');
  await run('Ask before', { subject: 'Four new strains for the weekend' });
  for (const task of TASKS) await call('POST', '/api/tasks', task);
  const inputs = {
    sequence_type: 'Welcome',
    num_emails: 3,
    product: 'our new strains',
    offer: '10 % off the next visit',
  };
  await call('POST', '/api/skills/email-sequence/run', { inputs });
  const { path } = tenantPaths(DEMO_ORG_ID).domain('inventory');
  const item = (await firestore.collection(path).limit(1).get()).docs[0];
  await item?.ref.update({ quantity: 4 });
  const reviews = tenantPaths(DEMO_ORG_ID).domain('reviews').path;
  await firestore
    .doc(`${reviews}/r-1`)
    .set({ author: 'Ben Carter', rating: 2, text: 'Waited 40 minutes.', source: 'Google' });
  await firestore
    .doc(`${reviews}/r-2`)
    .set({ author: 'Cleo Diaz', rating: 5, text: 'Lovely people!', source: 'Google' });
}

const SHARED = [
  {
    of: 'Low stock',
    name: 'Order what runs low',
    description: 'Looks at what is low each time stock changes, drafts an order and sends it to your supplier.',
    category: 'operations',
    price: null,
  },
  {
    of: 'Evening summary',
    name: 'The day in five lines',
    description: 'Adds up the day when you close and writes to you what was sold, what is low and what is unpaid.',
    category: 'reporting',
    price: { amount: 900, currency: 'USD' },
  },
];

/** Two of the playbooks are in the gallery, under a name that says nothing of the business. */
async function sharing(call: Call, made: readonly { playbookId: string; name: string }[]): Promise<void> {
  for (const { of, ...said } of SHARED) {
    const playbookId = made.find(({ name }) => name.startsWith(of))?.playbookId;
    const preview = await call('POST', '/api/gallery/preview', { playbookId });
    const { versionId } = z.object({ versionId: z.string() }).parse(preview);
    const item = await call('POST', '/api/gallery', {
      ...said,
      publisher: 'A shop by the lake',
      playbookId,
      versionId,
    });
    const { itemId } = z.object({ itemId: z.string() }).parse(item);
    await call('POST', `/api/gallery/moderation/items/${itemId}`, { decision: 'let_in', number: 1 });
  }
}

const looked = z.object({
  items: z.array(
    z.object({ recommendationId: z.string(), title: z.string(), tasks: z.array(z.object({ title: z.string() })) }),
  ),
});

/** Two months of mornings, today's for real, and a plan. */
async function coach(firestore: Firestore, call: Call, now: Date): Promise<void> {
  const batch = firestore.batch();
  for (const insight of pastInsights(now)) {
    batch.set(firestore.doc(tenantPaths(DEMO_ORG_ID).insight(insight.date).path), insight);
  }
  await batch.commit();
  await lookedToday(firestore);
  const { items } = looked.parse(await call('GET', '/api/coach/recommendations?status=pending'));
  const [, second] = items;
  if (second === undefined) throw new Error('The coach has nothing to say about the showcase');
  const day = (days: number) => new Date(now.getTime() + days * 24 * HOUR_MS).toISOString().slice(0, 10);
  await call('POST', '/api/coach/plans', {
    ...{
      recommendationId: second.recommendationId,
      title: second.title,
      priority: 'high',
      startsOn: day(0),
      dueOn: day(21),
    },
    tasks: second.tasks.map(({ title }, index) => ({ title, priority: 'normal', dueOn: day(4 + 7 * index) })),
  });
}

async function writeShopData(firestore: Firestore, now: Date): Promise<void> {
  const batch = firestore.batch();
  for (const [collection, documents] of Object.entries(shopData(now))) {
    const { path } = tenantPaths(DEMO_ORG_ID).data(collection);
    for (const [id, data] of Object.entries(documents)) batch.set(firestore.doc(`${path}/${id}`), data);
  }
  await batch.commit();
}

const armedSchema = z.object({ arming: z.object({ versionId: z.string().nullable() }).nullish() });

/** What the playbook has done in the last weeks, once it is armed and so has a version. */
async function writePast(firestore: Firestore, playbookId: string, playbookName: string, now: Date): Promise<void> {
  const paths = tenantPaths(DEMO_ORG_ID);
  const versionId = await versionOf(firestore, playbookId);
  if (versionId === null) return;
  const version = await firestore.doc(paths.version(playbookId, versionId).path).get();
  const content = playbookContentSchema.parse(JSON.parse(String(version.get('contentJson'))));
  const past: Past = {
    orgId: DEMO_ORG_ID,
    orgName: 'Thrive Syracuse',
    ownerId: DEMO_USER.uid,
    playbookId,
    playbookName,
    versionId,
    content,
  };
  const batch = firestore.batch();
  const isOften = content.triggers.some((trigger) => trigger.type === 'schedule' && trigger.cron.startsWith('*/'));
  const spacing = isOften ? 6 * HOUR_MS : 24 * HOUR_MS;
  const last = Math.floor(now.getTime() / spacing) * spacing - (isOften ? 0 : 10 * HOUR_MS);
  for (let at = last; at > now.getTime() - DAYS * 24 * HOUR_MS; at -= spacing) {
    const chance = createHash('sha256').update(`${playbookName}${at}`).digest()[0] ?? 0;
    const outcome = chance < 18 ? 'failed' : chance < 28 ? 'skipped' : 'completed';
    const id = createHash('sha256').update(`${playbookId}${at}`).digest('hex').slice(0, 40);
    const execution = pastExecution(past, new Date(at), outcome);
    const { fields, writes } = endWrites(DEMO_ORG_ID, id, execution);
    batch.set(firestore.doc(paths.execution(id).path), { ...execution, ...fields });
    for (const write of writes) if (write.op === 'set') batch.set(firestore.doc(write.path), Object(write.data));
  }
  await batch.commit();
}

/** Waits until the coach has looked at the figures that were written. */
async function lookedToday(firestore: Firestore): Promise<void> {
  const advice = firestore.collection(tenantPaths(DEMO_ORG_ID).recommendations.path);
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The coach did not look')), ARMED_WITHIN_MS);
    const unsubscribe = advice.onSnapshot((found) => {
      if (found.size < 2) return;
      clearTimeout(timer);
      unsubscribe();
      resolve();
    });
  });
}

/** The version that is armed; null for what nobody arms. */
async function versionOf(firestore: Firestore, playbookId: string): Promise<string | null> {
  const playbook = firestore.doc(tenantPaths(DEMO_ORG_ID).playbook(playbookId).path);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(new Error(`${playbookId} was not armed`))), ARMED_WITHIN_MS);
    const unsubscribe = playbook.onSnapshot((found) => {
      const { arming } = armedSchema.parse(found.data());
      if (arming) end(() => resolve(found.get('status') === 'active' ? arming.versionId : null));
    });
    function end(act: () => void) {
      clearTimeout(timer);
      unsubscribe();
      act();
    }
  });
}

async function command(url: string, method: string, idToken: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${idToken}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
