// npm run demo: the main job from end to end, headless, on the same parts as npm start. --json prints one object last.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import type { Store } from '../../functions/src/core/ports.ts';
import type { Execution } from '../../functions/src/model/execution.ts';
import { build } from '../../scripts/build.ts';
import { armed, finished, jobOf, type SeenExecution, until, withStore } from './demo/observe.ts';
import { activate, SENTENCE, say, setPrice, signIn } from './demo/people.ts';
import { DEMO_USER } from './seed/demo-shop.ts';
import { freeStackPorts } from './stack/ports.ts';
import { type Stack, startStack } from './stack/stack.ts';

const ZONE = 'America/New_York';
const SHOP = { id: 'higher-level', name: 'Higher Level Syracuse' };
const PRODUCT = { id: 'blue-dream', name: 'Blue Dream', ourPrice: 35 };
const PERCENT = /15(\.0+)?\s?%/;

const startedAt = Date.now();
const isJson = process.argv.includes('--json');
const print = (line: string) => process.stdout.write(`${line}\n`);
const step = (line: string) => print(`${styleText('green', '✓')} ${elapsed().padStart(7)}  ${line}`);

const dataDir = mkdtempSync(join(tmpdir(), 'playbooks-demo-'));
let stack: Stack | null = null;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void (stack?.stop() ?? Promise.resolve()).finally(() => process.exit(130)));
}
try {
  await build(step);
  stack = await startStack({ dataDir, ports: await freeStackPorts(), onProgress: step });
  const result = await play(stack);
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
  print(styleText('green', `Everything held, in ${elapsed()}.`));
  if (isJson) print(JSON.stringify(result));
  process.exit(0);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  print(`${styleText('red', '✗')} ${elapsed().padStart(7)}  ${message}`);
  await stack?.stop();
  print(`The logs are in ${join(dataDir, 'logs')}`);
  if (isJson) print(JSON.stringify({ status: 'failed', error: message }));
  process.exit(1);
}

async function play(running: Stack): Promise<object> {
  const idToken = await signIn(running, DEMO_USER.email, DEMO_USER.password);
  step(`Signed in as ${DEMO_USER.email}`);
  const { playbookId, answer } = await say(running, idToken, SENTENCE);
  step(`Said: ${SENTENCE}`);
  print(quoted(answer));
  await activate(running, idToken, playbookId);
  step('Activated by a click on its card');
  return withStore(async (store) => {
    await armed(store, playbookId);
    const { name, job, next } = await jobOf(running, playbookId);
    step(`Armed: Cloud Scheduler lists ${name.split('/').pop()} (${job.schedule}, ${job.timeZone})`);
    expect(localTime(next) === '09:00', `the job to be due at 09:00 in New York, not ${localTime(next)}`);
    const first = await alerts(running, store, playbookId, next);
    const email = await mailArrives(running);
    await staysQuiet(running, store, playbookId, first);
    return report(playbookId, name, first, email);
  });
}

/** The first occurrence finds the undercut price. */
async function alerts(running: Stack, store: Store, playbookId: string, at: Date): Promise<SeenExecution> {
  await running.scheduler.advanceTo(at);
  step(`Clock of Cloud Scheduler moved to ${at.toISOString()}, 09:00 in New York`);
  const seen = await finished(store, playbookId, []);
  expect(seen.execution.status === 'completed', `the execution to complete; ${whyOf(seen.execution)}`);
  step(`Execution ${seen.id} completed: ${stepsOf(seen.execution).map(describe).join(', ')}`);
  return seen;
}

async function mailArrives(running: Stack): Promise<{ to: string; subject: string }> {
  const mail = await until('the alert to arrive', 15_000, async () => {
    return running.inbox.messages().find(({ to }) => to.includes(DEMO_USER.email)) ?? null;
  });
  const text = [mail.subject, mail.text, mail.html].join('\n');
  for (const wanted of [SHOP.name, PRODUCT.name]) expect(text.includes(wanted), `the mail to name ${wanted}`);
  expect(PERCENT.test(text), 'the mail to name the 15 %');
  step(`Mail to ${DEMO_USER.email}: "${mail.subject}", naming ${SHOP.name}, ${PRODUCT.name} and 15 %`);
  return { to: DEMO_USER.email, subject: mail.subject };
}

/** With the price back where ours is, the next occurrence skips the alert. */
async function staysQuiet(running: Stack, store: Store, playbookId: string, first: SeenExecution): Promise<void> {
  const mailsBefore = running.inbox.messages().length;
  await setPrice(running, SHOP.id, PRODUCT.id, PRODUCT.ourPrice);
  const { next } = await jobOf(running, playbookId);
  await running.scheduler.advanceTo(next);
  const second = await finished(store, playbookId, [first]);
  expect(second.execution.status === 'completed', `the second execution to complete; ${whyOf(second.execution)}`);
  const skipped = second.execution.stepResults.filter(({ status }) => status === 'skipped');
  expect(skipped.length > 0, `a step to be skipped, not ${stepsOf(second.execution).map(describe).join(', ')}`);
  expect(running.inbox.messages().length === mailsBefore, 'no second mail');
  step(
    `Price back at ${PRODUCT.ourPrice}: the next morning ${skipped.map(({ stepId }) => stepId).join(', ')} skipped, no mail`,
  );
}

function report(playbookId: string, jobName: string, { id, execution }: SeenExecution, email: object): object {
  const { status, usage } = execution;
  const firestore = { reads: usage.reads, writes: usage.writes };
  return { playbookId, jobName, executionId: id, status, steps: stepsOf(execution), email, firestore };
}

function stepsOf(execution: Execution): { id: string; status: string; ms: number | null }[] {
  return execution.stepResults.map(({ stepId, status, startedAt: from, completedAt: to }) => ({
    id: stepId,
    status,
    ms: to === null ? null : to.getTime() - from.getTime(),
  }));
}

function describe({ id, status, ms }: { id: string; status: string; ms: number | null }): string {
  return `${id} ${status}${ms === null ? '' : ` (${ms} ms)`}`;
}

function whyOf(execution: Execution): string {
  return `it is ${execution.status}: ${execution.error?.message ?? 'no reason given'}`;
}

function localTime(date: Date): string {
  return date.toLocaleTimeString('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => styleText('dim', `           │ ${line}`))
    .join('\n');
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Expected ${what}`);
}

function elapsed(): string {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}
