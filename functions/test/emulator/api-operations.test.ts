import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raiseAlert } from '../../src/core/governance/alert.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { projectId } from '../kit/local-google.ts';
import { type Inbox, loopbackSmtp } from '../loopback-smtp.ts';

let api: ApiKit;
let inbox: Inbox;
beforeAll(async () => {
  inbox = await loopbackSmtp();
  api = await startApi({ ALERT_EMAIL: 'ops@thrive.example', OUTBOUND_ALLOW: inbox.hostPort });
  await api.addSecret('SMTP_URL', inbox.url);
  // The suites share one emulator, but not one Cloud Scheduler: their jobs are not this one's to mend.
  const now = new Date();
  const data = { at: now, alarmedAt: null, jobsComparedAt: now, jobsCursor: null };
  await api.app.engine.store.commit([{ op: 'set', path: top.heartbeat('tick').path, data }]);
});
afterAll(async () => {
  await api.close();
  inbox.close();
});

const cron = (name: string) =>
  api.call('POST', `/api/cron/${name}`, { headers: { Authorization: 'Bearer first-secret' } });

describe('the tick and the watch, called by any cron', () => {
  it('run with CRON_SECRET only, and health tells anyone how long ago and nothing else', async () => {
    for (const name of ['tick', 'watch']) {
      expect((await api.call('POST', `/api/cron/${name}`)).status).toBe(401);
      expect((await cron(name)).status).toBe(200);
    }
    const { status, body } = await api.call('GET', '/api/health');
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['status', 'tickAgeMs', 'time', 'watchAgeMs']);
    for (const age of [body.tickAgeMs, body.watchAgeMs]) {
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThan(120_000);
    }
  });

  it('mail an alert to ALERT_EMAIL, once, with a link into the app', async () => {
    const { orgId } = await api.tenant();
    const title = `Lost in ${orgId}`;
    const problem = { code: 'worker_died', subject: 'e1', severity: 'critical', title, message: 'x' } as const;
    await raiseAlert(api.app.engine, orgId, { ...problem, link: '/executions/e1' });
    await cron('watch');
    await cron('watch');
    const about = inbox.mails.filter(({ mail }) => mail.text?.includes(title));
    expect(about.map(({ envelope }) => envelope.to)).toEqual([['ops@thrive.example']]);
    expect(about[0]?.mail.text).toContain(`https://${projectId}.web.app/executions/e1`);
    const [alert] = await api.app.engine.store.query(queries.alerts(orgId, { limit: 1 }));
    expect(alert?.data).toMatchObject({ mailDueAt: null, count: 1 });
    expect(alert?.ref.path).toContain(tenantPaths(orgId).alerts.path);
  });
});
