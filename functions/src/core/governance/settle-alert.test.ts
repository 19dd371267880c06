import { beforeEach, describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { Alert } from '../../model/alert.ts';
import type { Delivery } from '../../model/delivery.ts';
import { queries } from '../../model/query.ts';
import type { Role } from '../../model/tenant.ts';
import { deriveId } from '../derive-id.ts';
import { NonRetriableError } from '../engine/errors.ts';
import { startExecution } from '../engine/start-execution.ts';
import { raiseAlert, resolveAlert } from './alert.ts';
import { type AlertVerb, settleAlert } from './settle-alert.ts';
import { watch } from './watch.ts';

const MINUTE_MS = 60_000;
const problem = {
  code: 'limit_reached',
  subject: 'email_send',
  severity: 'warning' as const,
  title: 'No mail is left',
  message: 'All 50 are taken.',
  link: '/settings',
};
const alertId = deriveId(orgId, problem.code, problem.subject);
const everything = { where: [], orderBy: [], limit: 100, after: null };

let kit: EngineKit;
let isBroken: boolean;
let mails: string[];
beforeEach(async () => {
  isBroken = true;
  mails = [];
  kit = await createEngineKit([
    makeStep('work', () => {
      if (isBroken) throw new NonRetriableError('The shop is closed');
      return {};
    }),
  ]);
});

const alertMail = {
  link: (path: string) => path,
  send: async ({ subject }: { subject: string }) => void mails.push(subject),
};
const runWatch = () => watch({ ...kit.engine, alertMail });
const raise = (more: Partial<typeof problem> | { severity: Alert['severity'] } = {}) =>
  raiseAlert(kit.engine, orgId, { ...problem, ...more });
const alerts = async () =>
  (await kit.store.query(queries.alerts(orgId, { limit: 50 }))).flatMap(({ data }) => data ?? []);
const told = async (): Promise<Delivery[]> =>
  (await kit.store.query({ from: paths.deliveries, ...everything })).flatMap(({ data }) => data ?? []);

async function member(uid: string, role: Role) {
  const data = {
    uid,
    email: `${uid}@thrive.example`,
    name: uid,
    role,
    locale: 'en-US',
    away: null,
    createdAt: kit.clock.now(),
  };
  await kit.store.commit([{ op: 'set', path: paths.member(uid).path, data }]);
  return data;
}
async function settle(verb: AlertVerb, id = alertId) {
  const ed = await member('ed', 'editor');
  return settleAlert(
    kit.engine,
    { orgId, member: ed, actor: { kind: 'user', id: 'ed', name: 'Ed', from: null } },
    id,
    verb,
  );
}

describe('an alert that somebody looks after', () => {
  it('mails and tells nobody any more, and says who it is', async () => {
    await raise();
    await runWatch();
    expect(mails).toHaveLength(1);
    await settle('acknowledge');
    expect(await alerts()).toMatchObject([{ acknowledgedBy: 'ed', acknowledgedAt: kit.clock.now(), resolvedAt: null }]);
    for (let hour = 0; hour < 3; hour++) {
      await kit.clock.advance(61 * MINUTE_MS);
      await raise();
      await runWatch();
    }
    expect(await alerts()).toMatchObject([{ count: 4, acknowledgedBy: 'ed' }]);
    expect(mails.filter((subject) => subject.includes('No mail is left'))).toHaveLength(1);
    expect(await told()).toHaveLength(1);
  });

  it('mails at once when it gets worse, and stays as bad as it was', async () => {
    await raise();
    await runWatch();
    await settle('acknowledge');
    await raise({ severity: 'critical' });
    await runWatch();
    await raise();
    expect(mails).toHaveLength(2);
    expect(await alerts()).toMatchObject([
      { severity: 'critical', acknowledgedAt: null, acknowledgedBy: null, count: 3 },
    ]);
    expect(await told()).toHaveLength(2);
  });

  it('mails when it was over and comes back', async () => {
    await raise();
    await runWatch();
    await settle('acknowledge');
    await resolveAlert(kit.engine, orgId, problem);
    await kit.clock.advance(61 * MINUTE_MS);
    await raise();
    await runWatch();
    expect(await alerts()).toMatchObject([{ count: 1, acknowledgedAt: null }]);
    expect(mails.filter((subject) => subject.includes('No mail is left'))).toHaveLength(2);
    expect(await told()).toHaveLength(2);
  });

  it('is audited with it, once; what is over stays over', async () => {
    await raise();
    await settle('acknowledge');
    await settle('acknowledge');
    await settle('resolve');
    await settle('resolve');
    await settle('acknowledge');
    expect(await alerts()).toMatchObject([{ resolvedBy: 'ed', resolvedAt: kit.clock.now(), acknowledgedBy: 'ed' }]);
    const audit = (await kit.store.query(queries.audit(orgId, { limit: 9 }))).map(({ data }) => data?.action);
    expect(audit.toSorted()).toEqual(['alert.acknowledged', 'alert.resolved']);
    expect(await settle('resolve', 'nothing')).toBeNull();
  });
});

describe('the people of a tenant', () => {
  it('are told in the commit of the alert: its owners and admins, in the app only where it is no more than a hint', async () => {
    await member('ann', 'admin');
    await member('ed', 'editor');
    await raise();
    await raise({ subject: 'hint', severity: 'info' } as never);
    expect((await told()).map(({ uid }) => uid).toSorted()).toEqual(['ann', 'owner']);
    const shown = await kit.store.query({ from: paths.notifications, ...everything });
    expect(shown).toHaveLength(4);
    expect(kit.commits.filter((written) => written.some((path) => path.includes('/deliveries/')))).toEqual([
      expect.arrayContaining([paths.alert(alertId).path]),
    ]);
  });

  it('are not told of a problem that comes and goes more than once an hour', async () => {
    for (let minute = 0; minute < 60; minute += 10) {
      await raise();
      await resolveAlert(kit.engine, orgId, problem);
      await kit.clock.advance(10 * MINUTE_MS);
    }
    expect(await told()).toHaveLength(1);
    await raise();
    expect(await told()).toHaveLength(2);
  });
});

describe('a playbook that fails by itself', () => {
  async function execute(playbookId: string, key: string) {
    const occasion = { kind: 'request' as const, key };
    const request = kit.request(playbookId, { occasion, triggeredBy: 'schedule', startedBy: 'ed' });
    const { executionId } = await startExecution(kit.engine, request, false);
    kit.queued.push({ handler: 'advance', data: { orgId, executionId }, name: key, at: null });
    await kit.runOut();
  }

  it('is one alert with a count, told once to whose it is, mailed to nobody else, and over with its next success', async () => {
    await member('ed', 'editor');
    const playbookId = await kit.playbook([{ action: 'work' }], { name: 'Price Alert' });
    for (const key of ['one', 'two', 'three']) {
      await execute(playbookId, key);
      await kit.clock.advance(MINUTE_MS);
    }
    await runWatch();
    expect(await alerts()).toMatchObject([
      {
        ...{ code: 'playbook_failed', subject: playbookId, count: 3, resolvedAt: null },
        ...{ title: '“Price Alert” failed', message: 'The shop is closed', severity: 'warning' },
      },
    ]);
    expect((await told()).map(({ uid, kind }) => [uid, kind]).toSorted()).toEqual([
      ['ed', 'failures'],
      ['owner', 'failures'],
    ]);
    expect(mails).toEqual([]);
    isBroken = false;
    await execute(playbookId, 'four');
    await runWatch();
    expect(await alerts()).toMatchObject([{ code: 'playbook_failed', resolvedAt: kit.clock.now(), resolvedBy: null }]);
  });

  it('is over when it is deleted', async () => {
    const playbookId = await kit.playbook([{ action: 'work' }]);
    await execute(playbookId, 'one');
    await runWatch();
    expect(await alerts()).toMatchObject([{ resolvedAt: null }]);
    await kit.store.commit([{ op: 'delete', path: paths.playbook(playbookId).path }]);
    await runWatch();
    expect(await alerts()).toMatchObject([{ resolvedAt: kit.clock.now() }]);
  });
});
