import { expect, it } from 'vitest';
import { budget, createEngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { loopbackSmtp } from '../../../test/loopback-smtp.ts';
import { createOutbound } from '../../connectors/outbound.ts';
import { startExecution } from '../../core/engine/start-execution.ts';
import { wakeExecution } from '../../core/engine/wake-execution.ts';
import { limitSchema } from '../../model/limit.ts';
import { docIn, top } from '../../model/paths.ts';
import { policySchema } from '../../model/policy.ts';
import { sendNewsletter } from './send-newsletter.ts';

it('a newsletter goes on by retries as the one newsletter of its day', async () => {
  let asked = 0;
  const inbox = await loopbackSmtp({
    onRcptTo(_, __, done) {
      asked += 1;
      const isBusy = asked > 5 && asked <= 15;
      done(isBusy ? Object.assign(new Error('later'), { responseCode: 451 }) : null);
    },
  });
  try {
    const kit = await createEngineKit([sendNewsletter]);
    const secrets: Readonly<Record<string, string>> = { SMTP_URL: `${inbox.url}?ignoreTLS=true`, LINK_KEY: 'key' };
    const services = {
      ...kit.engine.services,
      outbound: createOutbound({ allow: [inbox.hostPort] }),
      secret: async (name: string) => secrets[name] ?? null,
    };
    const engine = { ...kit.engine, services };
    const policy = policySchema.parse({ high: { decision: 'auto', beyond: 'auto' } });
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { policy } }]);
    const recipients = Array.from({ length: 12 }, (_, index) => `reader${index}@example.com`);
    const params = { recipients, subject: 'News', body: 'Hello', postalAddress: '1 Main Street' };
    const playbookId = await kit.playbook([{ id: 'news', action: 'send_newsletter', params }]);
    const { executionId } = await startExecution(engine, kit.request(playbookId), false);
    const wake = () => wakeExecution(engine, orgId, executionId, budget(kit));
    await wake();
    const [parked] = (await kit.execution(executionId)).stepResults;
    expect(parked).toMatchObject({ status: 'waiting', wait: { kind: 'retry' }, error: { code: 'mail_deferred' } });
    expect(parked?.error?.message).toContain('5 of 12 letters are sent');
    for (let tries = 0; tries < 5 && (await kit.execution(executionId)).status === 'waiting'; tries++) {
      await kit.clock.advance(1_800_000);
      await wake();
    }
    const execution = await kit.execution(executionId);
    expect(execution.status).toBe('completed');
    expect(JSON.parse(execution.stepResults[0]?.outputJson ?? '')).toMatchObject({ sent: 12, unknown: 0, refused: 0 });
    expect(inbox.mails.flatMap(({ envelope }) => envelope.to).toSorted()).toEqual(recipients.toSorted());
    const counter = docIn({ ...paths.limits, schema: limitSchema }, 'newsletter_send_2026-11-23');
    expect((await kit.store.get(counter))?.data.used).toBe(1);
  } finally {
    inbox.close();
  }
});
