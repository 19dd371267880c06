import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { DEMO_ORG_ID } from '../local/src/seed/demo-shop.ts';
import { activate, patience, say } from './stage.ts';
import { stage } from './the-stage.ts';

const tenant = () => stage.database.collection('tenants').doc(DEMO_ORG_ID);
const mails = () => stage.stack.inbox.messages().map(({ subject, text }) => `${subject}\n${text}`);

async function created(sentence: string): Promise<string> {
  const owner = await stage.arrive();
  await say(owner, sentence);
  await activate(owner);
  const { docs } = await tenant().collection('playbooks').orderBy('createdAt', 'desc').limit(1).get();
  await owner.page.context().close();
  return docs[0]?.id ?? '';
}

async function shops(failure: 'slow' | 'none'): Promise<void> {
  for (const shop of ['higher-level', 'salt-city', 'lakeside']) {
    const answer = await fetch(`http://127.0.0.1:${stage.stack.ports.shopsControl}/control/failures`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ shop, mode: failure }),
    });
    expect(answer.ok).toBe(true);
  }
}

/** SIGKILL to every process that runs our functions, as an instance that is taken away. */
function killWorkers(): number {
  const { children } = JSON.parse(readFileSync(join(stage.stack.dataDir, 'running.json'), 'utf8')) as {
    children: number[];
  };
  const found = execFileSync('ps', ['-eo', 'pid=,ppid=,args=']).toString().split('\n');
  const workers = found.flatMap((line) => {
    const [, pid, parent] = /^\s*(\d+)\s+(\d+)\s.*functionsEmulatorRuntime/.exec(line) ?? [];
    return pid !== undefined && children.includes(Number(parent)) ? [Number(pid)] : [];
  });
  for (const pid of workers) process.kill(pid, 'SIGKILL');
  return workers.length;
}

describe('stock that runs low', () => {
  it('is told once when it crosses the line, and not again while it stays below', async () => {
    await created('Email me when stock runs low');
    const item = tenant().collection('inventory').doc('e2e-item');
    await item.set({ name: 'Silver Haze', quantity: 9, reorderPoint: 5 });
    await item.update({ quantity: 4 });
    const told = () => mails().filter((mail) => mail.includes('Silver Haze'));
    await vi.waitFor(() => expect(told()).toHaveLength(1), patience);
    await item.update({ quantity: 2 });
    // Whatever this write would have caused is caused and done when another item's mail is there.
    const other = tenant().collection('inventory').doc('e2e-other');
    await other.set({ name: 'Golden Goat', quantity: 1, reorderPoint: 5 });
    await vi.waitFor(() => expect(mails().some((mail) => mail.includes('Golden Goat'))).toBe(true), patience);
    expect(told()).toHaveLength(1);
  });
});

describe('workers killed in the middle of an execution', () => {
  it('are followed by others, who finish it and send one mail', async () => {
    const playbookId = await created('Monitor competitor prices daily and alert me if they drop below ours');
    const sent = () => mails().filter((mail) => mail.includes('Higher Level Syracuse')).length;
    const executions = tenant().collection('playbook_executions').where('playbookId', '==', playbookId);
    await shops('slow');
    const owner = await stage.arrive(`/playbooks/${playbookId}`);
    await owner.page.getByRole('button', { name: 'Run now' }).click();
    const status = async () => (await executions.get()).docs.map((doc) => doc.get('status'));
    await vi.waitFor(async () => expect(await status()).toEqual(['running']), patience);
    expect(killWorkers()).toBeGreaterThan(0);
    await shops('none');
    expect(sent()).toBe(0);
    // Two minutes later the lease has run out, and the tick looks after it.
    const { scheduler } = stage.stack;
    await scheduler.advanceTo(new Date(scheduler.now().getTime() + 130_000));
    await vi.waitFor(async () => expect(await status()).toEqual(['completed']), patience);
    expect(sent()).toBe(1);
    await owner.page.getByText('Completed').first().waitFor();
  });
});

describe('an execution that takes long', () => {
  it('is stopped from its page', async () => {
    const playbookId = await created('Monitor competitor prices daily and alert me if they drop below ours');
    await shops('slow');
    const owner = await stage.arrive(`/playbooks/${playbookId}`);
    await owner.page.getByRole('button', { name: 'Run now' }).click();
    await owner.page.getByRole('button', { name: 'Stop' }).click();
    await owner.page.getByText('Canceled').first().waitFor({ timeout: 60_000 });
    await shops('none');
  });
});
