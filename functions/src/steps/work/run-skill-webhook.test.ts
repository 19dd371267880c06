import { afterEach, describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { createSkillProgram, SKILL_SECRET } from '../../../test/vendors/skill-program.ts';
import { startVendors, type Vendor, type VendorServer } from '../../../test/vendors/vendor.ts';
import { runSkillWebhook } from './run-skill-webhook.ts';

let server: VendorServer | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

const now = new Date('2026-11-20T14:00:00Z');
const url = 'https://skills.example/run';
const own = { skill_webhook: { settings: { url }, secrets: { signingSecret: SKILL_SECRET } } };
async function open(answer?: Vendor['answer']) {
  const { vendor, done } = createSkillProgram(() => now);
  server = await startVendors([answer ? { ...vendor, answer } : vendor]);
  return { done, server, detours: server.detours };
}
const given = { skill: 'seo-outline', inputs: { topic: 'tea' } };

describe('run_skill_webhook', () => {
  it('sends a signed call with the key of the act, and takes the result', async () => {
    const { done, detours } = await open();
    const { context } = stepContext({ detours, connections: own, now });
    const { result } = (await runStep(runSkillWebhook, given, context)) as { result: unknown };
    expect(result).toEqual({ markdown: '# Outline\n\n{"topic":"tea"}', rows: [{ part: 1 }] });
    expect([...done.keys()]).toEqual([context.idempotencyKey]);
    expect(done.get(context.idempotencyKey)).toMatchObject({ type: 'skill', ...given });
  });

  it('calls the program of the platform for a business without one of its own, signed if there is a secret', async () => {
    const { server: program, detours } = await open();
    const settings = { MODAL_WEBHOOK_URL: url };
    const signed = stepContext({ detours, settings, secrets: { MODAL_WEBHOOK_SECRET: SKILL_SECRET }, now });
    expect(await runStep(runSkillWebhook, given, signed.context)).toMatchObject({ skill: 'seo-outline' });
    const unsigned = stepContext({ detours, settings, now });
    await expect(runStep(runSkillWebhook, given, unsigned.context)).rejects.toMatchObject({ code: 'sign_in_refused' });
    expect(program.calls.map(({ headers }) => headers['webhook-signature'] !== undefined)).toEqual([true, false]);
  });

  it('says what to connect where there is no program, and nothing is called', async () => {
    const failed = runStep(runSkillWebhook, given, stepContext().context);
    await expect(failed).rejects.toMatchObject({ code: 'not_connected', mayHaveActed: false });
  });

  it('passes on why the skill failed', async () => {
    const { detours } = await open();
    const { context } = stepContext({ detours, connections: own, now });
    const failed = runStep(runSkillWebhook, { ...given, skill: 'broken' }, context);
    await expect(failed).rejects.toMatchObject({
      code: 'skill_failed',
      message: 'The skill “broken” failed: The source is empty',
    });
  });

  it.each([
    [{ status: 200, body: { words: 3 } }, { words: 3 }],
    [{ status: 200, body: { result: 'Done' } }, 'Done'],
    [{ status: 200, body: { success: true, result: null, duration_ms: 12 } }, null],
  ])('takes %j', async (answer, result) => {
    const { detours } = await open(() => answer);
    const { context } = stepContext({ detours, connections: own, now });
    expect(await runStep(runSkillWebhook, given, context)).toEqual({ skill: 'seo-outline', result });
  });

  it('takes no answer that is no JSON for a result', async () => {
    const { detours } = await open(() => ({ status: 200, body: '<html>' }));
    const { context } = stepContext({ detours, connections: own, now });
    await expect(runStep(runSkillWebhook, given, context)).rejects.toMatchObject({ code: 'bad_answer' });
  });

  it('follows no redirect with what it signs', async () => {
    const { server: program, detours } = await open(() => ({
      status: 307,
      headers: { location: 'https://evil.example/' },
    }));
    const settings = { MODAL_WEBHOOK_URL: url };
    const { context } = stepContext({ detours, settings, secrets: { MODAL_WEBHOOK_SECRET: SKILL_SECRET }, now });
    await expect(runStep(runSkillWebhook, given, context)).rejects.toThrow();
    expect(program.calls).toHaveLength(1);
  });
});
