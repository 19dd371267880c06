import { wakeExecution } from '../../src/core/engine/wake-execution.ts';
import { tellApprovers } from '../../src/core/governance/tell-approvers.ts';
import type { PlatformMail } from '../../src/core/ports.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import type { Role } from '../../src/model/tenant.ts';
import type { ApiKit } from './api-kit.ts';

/** A step that gives a task, after a yes. */
export const act = {
  id: 'give',
  action: 'delegate',
  params: { agent: 'pops', title: 'Call <the> supplier' },
  requiresApproval: true,
};
/** A team in which Olive has started a playbook that waits for a yes, and the mails that were written about it. */
export async function waitingIn(api: ApiKit, step: object = act) {
  const { orgId, uid: olive } = await api.tenant();
  const { store } = api.app.engine;
  const join = async (uid: string, role: Role): Promise<string> => {
    const full = `${uid}_${orgId.slice(-12)}`;
    const data = { uid: full, email: `${full}@thrive.example`, name: uid, role, createdAt: new Date() };
    await store.commit([{ op: 'create', path: tenantPaths(orgId).member(full).path, data }]);
    return full;
  };
  const [ed, eda, vic] = [await join('ed', 'editor'), await join('eda', 'editor'), await join('vic', 'viewer')];
  const as = (uid: string) => ({ token: api.token(uid), headers: { 'X-Org-Id': orgId } });
  const draft = { name: 'Supplies', status: 'active', steps: [step] };
  const { body } = await api.call('POST', '/api/playbooks', { ...as(olive), body: draft });
  const started = await api.call('POST', `/api/playbooks/${body.playbookId}/execute`, { ...as(olive), body: {} });
  const executionId = String(started.body.executionId);
  const state = async () => (await store.get(tenantPaths(orgId).execution(executionId)))?.data;
  const wait = (await state())?.wait;
  const approvalId = wait?.kind === 'approval' ? wait.approvalId : '';
  const letters = new Map<string, string>();
  const mail: PlatformMail = {
    link: (path) => `https://app.example${path}`,
    send: async ({ to, text }) => void letters.set(to, text),
  };
  await tellApprovers({ engine: api.app.engine, mail, linkKeyName: 'LINK_KEY' }, orgId, approvalId);
  const tokenOf = (uid: string, verb = 'approve'): string =>
    new RegExp(`/${verb}\\?token=(\\S+)`).exec(letters.get(`${uid}@thrive.example`) ?? '')?.[1] ?? '';
  return {
    ...{ orgId, olive, ed, eda, vic, as, executionId, approvalId, state, letters, tokenOf },
    approval: async () => (await store.get(tenantPaths(orgId).approval(approvalId)))?.data,
    audit: async () => {
      const found = await store.query(queries.audit(orgId, { limit: 50 }));
      return found.flatMap(({ data }) => (data?.target.kind === 'approval' ? [data] : []));
    },
    /** What has been done: the tasks that were given. */
    done: async () => (await store.query(queries.tasks(orgId, { limit: 10 }))).length,
    run: async () => {
      const now = Date.now();
      const budget = { deadline: new Date(now + 20_000), end: new Date(now + 100_000), isShort: false };
      await wakeExecution(api.app.engine, orgId, executionId, budget);
    },
  };
}
export type Waiting = Awaited<ReturnType<typeof waitingIn>>;
