import { z } from 'zod';
import { type Answer, decideApproval } from '../../src/core/engine/decide-approval.ts';
import { type AnyStepType, defineStep } from '../../src/core/engine/step-type.ts';
import type { Llm } from '../../src/core/ports.ts';
import type { Approval } from '../../src/model/approval.ts';
import type { AuditEntry } from '../../src/model/audit.ts';
import { type JsonObject, type JsonValue, jsonValue } from '../../src/model/json.ts';
import { top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import type { Role, Tenant } from '../../src/model/tenant.ts';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from './engine-kit.ts';
import { start } from './flow-kit.ts';

const mailParams = z.strictObject({
  to: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  text: jsonValue.default(''),
});
type MailParams = z.infer<typeof mailParams>;

export interface ConsentKit extends EngineKit {
  /** What `mail` has sent. */
  readonly sent: MailParams[];
  /** Thrown by the next mails, one each. */
  readonly failures: Error[];
  tenant(fields: Partial<Tenant>): Promise<void>;
  member(uid: string, role: Role): Promise<void>;
  /** Starts a playbook of these steps and lets it go as far as it can. */
  go(steps: readonly JsonObject[], more?: Readonly<Record<string, unknown>>): Promise<string>;
  approvals(): Promise<{ readonly id: string; readonly data: Approval }[]>;
  /** The one question that is open. */
  open(): Promise<{ readonly id: string; readonly data: Approval }>;
  answer(approvalId: string, answer: Partial<Answer>): Promise<string>;
  audited(): Promise<AuditEntry[]>;
}

/**
 * An engine in which `fetch` brings in its params as what strangers wrote, `give` gives its params, and `mail` is a `once`
 * act that is `high` for more than 5 recipients, and none for nobody.
 */
export async function createConsentKit(types: readonly AnyStepType[] = [], llm?: Llm): Promise<ConsentKit> {
  const sent: MailParams[] = [];
  const failures: Error[] = [];
  const own = [makeStep('give', (params) => params), fetchStep, mailStep(sent, failures)];
  const kit = await createEngineKit([...own, ...types], llm === undefined ? {} : { llm });
  const approvals = async () => {
    const found = await kit.store.query(queries.approvals(orgId, { limit: 50 }));
    return found.flatMap(({ id, data }) => (data === null ? [] : [{ id, data }]));
  };
  return {
    ...kit,
    sent,
    failures,
    approvals,
    tenant: async (fields) => {
      await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields }]);
    },
    member: async (uid, role) => {
      const data = { uid, email: `${uid}@thrive.example`, name: uid, role, createdAt: kit.clock.now() };
      await kit.store.commit([{ op: 'set', path: paths.member(uid).path, data }]);
    },
    go: (steps, more) => start(kit, steps, more),
    open: async () => {
      const [first, ...others] = (await approvals()).filter(({ data }) => data.status === 'pending');
      if (!first || others.length > 0) throw new Error(`${others.length + (first ? 1 : 0)} questions are open`);
      return first;
    },
    answer: async (approvalId, answer) => {
      const given = { status: 'approved', by: 'owner', reason: null, ...answer } as const;
      const decided = await decideApproval(kit.engine, orgId, approvalId, given);
      await kit.drain();
      return decided.kind === 'refused' ? decided.refused.code : decided.kind;
    },
    audited: async () => {
      const found = await kit.store.query(queries.audit(orgId, { limit: 100 }));
      return found.flatMap(({ data }) => (data === null ? [] : [data]));
    },
  };
}

const fetchStep: AnyStepType = { ...makeStep('fetch', (params) => params), isTainting: true } as AnyStepType;

function mailStep(sent: MailParams[], failures: Error[]): AnyStepType {
  return defineStep<MailParams, JsonValue>({
    id: 'mail',
    title: 'Send mail',
    description: 'mail',
    modelDescription: 'mail',
    category: 'test',
    icon: 'mail',
    example: { to: 'a@b.example' },
    params: mailParams,
    output: jsonValue,
    risk: ({ to }) => (to.length > 5 ? 'high' : to.length === 0 ? 'safe' : 'moderate'),
    effect: ({ to }) => (to.length === 0 ? 'none' : 'once'),
    blast: ({ to }) => ({ recipients: to.length }),
    targets: ['to'],
    timeoutMs: 30_000,
    retry: { maxAttempts: 2, baseDelayMs: 30_000, maxDelayMs: 60_000 },
    run: async (params) => {
      const failure = failures.shift();
      if (failure) throw failure;
      sent.push(params);
      return { count: params.to.length };
    },
    dryRun: async ({ to }) => ({ output: {}, wouldHave: `would have mailed ${to.join(', ')}` }),
  });
}
