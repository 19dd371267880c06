import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import type { Write } from '../../core/ports.ts';
import { type Problem, raised, severitySchema } from '../../model/alert.ts';
import type { Mark } from '../../model/mark.ts';
import { tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import { retryConflicts } from '../data/retry-conflicts.ts';

/** What kind of problem a playbook may tell of. */
const codeSchema = z.enum(['playbook_alert', 'customer_complaint']);

const params = z.strictObject({
  title: z.string().trim().min(1).max(200),
  message: z.string().trim().min(1).max(10_000),
  severity: severitySchema.default('warning'),
  /** Alerts with the same key are one alert, which is counted; the title when left out. */
  key: z.string().trim().min(1).max(300).nullable().default(null),
  code: codeSchema.default('playbook_alert'),
});
type Params = z.infer<typeof params>;
const output = z.object({ alertId: z.string(), count: z.int(), isNew: z.boolean() });

export const raiseAlert = defineStep<Params, z.infer<typeof output>>({
  id: 'raise_alert',
  title: 'Raise an alert',
  description: 'Puts a problem on the list of alerts. The same problem again is counted, not repeated.',
  modelDescription:
    'Raises an alert (info, warning, critical) that stays until somebody resolves it; alerts with the same `key` are one and are counted. It mails nobody: use notify for that.',
  category: 'work',
  icon: 'siren',
  example: { title: 'The website is down', message: 'It answers with 503', severity: 'critical', key: 'website' },
  params,
  output,
  risk: 'safe',
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  tally: { done: 'raised', one: 'alert', many: 'alerts' },
  timeoutMs: 15_000,
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 30_000 },
  wires: { message: ['check_website.problem', 'analyze_pricing.summary', 'generate_text.text'] },
  run: (given, context) => retryConflicts('this alert', () => raise(given, context)),
  async dryRun({ title, severity }) {
    const output = { alertId: 'dry_run', count: 1, isNew: true };
    return { output, wouldHave: `would have raised the ${severity} alert '${title}'` };
  },
});

async function raise(given: Params, context: StepContext): Promise<z.infer<typeof output>> {
  const { orgId, store, executionId, path } = context;
  const alertId = deriveId(orgId, given.code, given.key ?? given.title);
  const { alert: alertRef, mark: markRef } = tenantPaths(orgId);
  const [ref, counted] = [alertRef(alertId), markRef(deriveId(orgId, 'raised', executionId, path, alertId))];
  const present = await store.find(ref);
  const open = present?.data?.resolvedAt === null ? present.data : null;
  // An earlier attempt of this step, or whoever worked on it before, has counted it already.
  const earlier = await store.find(counted);
  if (earlier !== null) return { alertId, count: open?.count ?? 1, isNew: false };
  // Those mails go to who looks after the platform; this is the tenant's own affair.
  const alert = raised(present?.data ?? null, problemOf(given, context), context.clock.now(), false);
  const write: Write =
    present === null
      ? { op: 'create', path: ref.path, data: alert }
      : { op: 'update', path: ref.path, fields: { ...alert }, ifVersion: present.version };
  const createdAt = context.clock.now();
  const expireAt = expiryOf('mark', createdAt);
  const mark: Mark = { executionId, status: 'done', noteJson: null, createdAt, expireAt };
  context.assertLease();
  await store.commit([write, { op: 'create', path: counted.path, data: mark }]);
  return { alertId, count: alert.count, isNew: open === null };
}

function problemOf({ title, message, severity, key, code }: Params, { executionId }: StepContext): Problem {
  return { code, subject: key ?? title, severity, title, message, link: `/executions/${executionId}` };
}
