import { z } from 'zod';
import { door, putDoorAccess } from '../../connectors/door.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { connectionParam } from '../connection-param.ts';
import { documentId, noDocument } from '../data/documents.ts';

const params = z.strictObject({
  connection: connectionParam,
  /** A document of `members`; what the controller knows him by is its field `doorId`, else this very id. */
  memberId: documentId,
  allowed: z.boolean(),
  /** For the log of the controller; noted with the member, too. */
  reason: z.string().trim().min(1).max(300).nullable().default(null),
});
type Params = z.infer<typeof params>;
const output = z.object({
  memberId: z.string(),
  allowed: z.boolean(),
  /** What it was before, as far as we know. */
  before: z.boolean().nullable(),
});

export const setDoorAccess = defineStep<Params, z.infer<typeof output>>({
  id: 'set_door_access',
  title: 'Open or close the doors for a member',
  description: 'Tells the door controller of a club or a gym whether it opens for a member.',
  modelDescription: 'Sets whether the doors open for one member. Shutting somebody out needs a yes of a person.',
  category: 'commerce',
  icon: 'door-open',
  example: { memberId: 'm-1042', allowed: false, reason: 'Two invoices past due' },
  params,
  output,
  risk: 'high',
  effect: 'idempotent',
  blast: () => ({ recipients: 1, rows: 1 }),
  targets: ['memberId'],
  literals: ['connection'],
  connectors: [door.id],
  tally: { done: 'set', one: 'door access', many: 'door accesses', to: 'memberId' },
  timeoutMs: 60_000,
  retry: { maxAttempts: 5, baseDelayMs: 2_000, maxDelayMs: 300_000 },
  async run({ connection, memberId, allowed, reason }, context) {
    const { orgId, store, clock, lastWrite, idempotencyKey } = context;
    const ref = docIn(tenantPaths(orgId).domain('members'), memberId);
    const member = await store.find(ref);
    if (!member?.data) throw noDocument('members', memberId);
    const { doorId, doorAccess } = member.data;
    const access = await context.connect(door, connection);
    const known = typeof doorId === 'string' || typeof doorId === 'number' ? String(doorId).trim() : memberId;
    // As part of an address these would lead to another one.
    if (['', '.', '..'].includes(known)) {
      const message = `The field doorId of members/${memberId} names nobody at the door controller.`;
      throw new NonRetriableError(message, { code: 'bad_door_id', mayHaveActed: false });
    }
    await putDoorAccess(access, context, { memberId: known, allowed, reason }, idempotencyKey);
    const changedAt = clock.now().toISOString();
    const fields = { doorAccess: allowed, doorAccessReason: reason, doorAccessChangedAt: changedAt, lastWrite };
    await store.commit([{ op: 'update', path: ref.path, fields }]);
    return { memberId, allowed, before: typeof doorAccess === 'boolean' ? doorAccess : null };
  },
  async dryRun({ memberId, allowed }) {
    return {
      output: { memberId, allowed, before: null },
      wouldHave: `would have ${allowed ? 'opened' : 'closed'} the doors for the member ${memberId}`,
    };
  },
});
