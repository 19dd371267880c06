import type { Firestore } from 'firebase-admin/firestore';
import { type Execution, executionSchema, noUsage, type StoredError } from '../../functions/src/model/execution.ts';
import { tenantPaths, top } from '../../functions/src/model/paths.ts';
import { searchTerms, withError } from '../../functions/src/model/search-terms.ts';

const PLAYBOOKS = ['Competitor prices', 'Stock is low', 'Thank the customer', 'Past-due invoices', 'Morning numbers'];
const STARTERS = ['schedule', 'event', 'manual', 'webhook'] as const;
const BETWEEN_MS = 60_000;
const error: StoredError = {
  code: 'mailbox_full',
  fault: 'vendor',
  message: 'The mail server refused the message: the mailbox is full.',
  fix: null,
  errors: [],
};

/** The order that the execution of this number was about. */
export const orderOf = (number: number) => `ORD-${100_000 + number}`;
export const idOf = (number: number) => `e${String(number).padStart(7, '0')}`;

/** An execution as a shop has them, created `number` minutes before `newest`; one in ten failed. */
export function pastExecution(orgId: string, number: number, newest: Date): Execution {
  const playbookName = PLAYBOOKS[number % PLAYBOOKS.length] ?? '';
  const triggeredBy = STARTERS[number % STARTERS.length] ?? 'manual';
  const createdAt = new Date(newest.getTime() - number * BETWEEN_MS);
  const completedAt = new Date(createdAt.getTime() + 1_200 + (number % 7_000));
  const hasFailed = number % 10 === 4;
  const context = {
    user: { id: 'owner', name: 'Olive', email: 'olive@shop.example', locale: 'en-US' },
    org: { id: orgId, name: 'Shop', timezone: 'America/New_York', currency: 'USD' },
    trigger: { id: null, type: triggeredBy, scheduledFor: null },
    event: { orderNumber: orderOf(number), email: `customer${number % 900}@shop.example`, total: (number % 300) + 0.5 },
    inputs: {},
  };
  const terms = searchTerms({ playbookName, eventName: 'order.created', context });
  const step = (path: string, output: object) => ({
    path,
    stepId: path,
    action: path === 'mail' ? 'send_email' : 'query_collection',
    agent: null,
    status: path === 'mail' && hasFailed ? 'failed' : 'completed',
    attempts: 1,
    startedAt: createdAt,
    completedAt,
    outputJson: JSON.stringify(output),
    outputStored: false,
    note: null,
    error: path === 'mail' && hasFailed ? error : null,
    usage: noUsage,
  });
  return executionSchema.parse({
    playbookId: `playbook${number % PLAYBOOKS.length}`,
    playbookName,
    versionId: 'version',
    triggerId: null,
    triggeredBy,
    startedBy: 'system',
    mode: 'live',
    scheduledFor: null,
    eventId: null,
    contextJson: JSON.stringify(context),
    depth: 0,
    generation: 0,
    stepResults: [
      step('find', { items: [{ sku: `SKU-${number % 50}`, quantity: 3 }], total: 1 }),
      step('mail', { summary: `Wrote to customer${number % 900}@shop.example about ${orderOf(number)}` }),
    ],
    signals: {},
    takeovers: 0,
    usage: { ...noUsage, reads: 6, writes: 4, computeMs: 240 },
    terms: hasFailed ? withError(terms, error) : terms,
    createdAt,
    expireAt: new Date(newest.getTime() + 90 * 86_400_000),
    status: hasFailed ? 'failed' : 'completed',
    startedAt: createdAt,
    completedAt,
    lease: null,
    wait: null,
    error: hasFailed ? error : null,
    dueAt: null,
  });
}

/** A tenant with an owner and so many executions. */
export async function fillTenant(firestore: Firestore, orgId: string, uid: string, count: number): Promise<void> {
  const paths = tenantPaths(orgId);
  const newest = new Date();
  await firestore
    .doc(top.tenant(orgId).path)
    .set({ name: 'Busy shop', timezone: 'America/New_York', tier: 'enterprise', createdAt: newest });
  const owner = { uid, email: 'demo@thrive.example', name: 'Olive', role: 'owner', createdAt: newest };
  await firestore.doc(paths.member(uid).path).set(owner);
  const writer = firestore.bulkWriter({ throttling: false });
  for (let number = 0; number < count; number++) {
    void writer.create(firestore.doc(paths.execution(idOf(number)).path), pastExecution(orgId, number, newest));
    // A hundred thousand promises at once take more memory than the emulator.
    if (number % 2_000 === 1_999) await writer.flush();
  }
  await writer.close();
}
