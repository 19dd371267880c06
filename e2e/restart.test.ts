import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { say, signIn } from '../local/src/demo/people.ts';
import { DEMO_USER } from '../local/src/seed/demo-shop.ts';
import { freeStackPorts } from '../local/src/stack/ports.ts';
import { type Stack, startStack } from '../local/src/stack/stack.ts';

async function playbooksOf({ apiOrigin, ...stack }: Stack): Promise<string> {
  const token = await signIn({ apiOrigin, ...stack }, DEMO_USER.email, DEMO_USER.password);
  const answer = await fetch(`${apiOrigin}/api/playbooks`, { headers: { Authorization: `Bearer ${token}` } });
  return answer.text();
}

it('keeps its own state over a restart, whatever other stack runs beside it', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'playbooks-restart-'));
  const locator = join(tmpdir(), 'hub-demo-playbooks.json');
  try {
    const first = await startStack({ dataDir, ports: await freeStackPorts() });
    await say(first, await signIn(first, DEMO_USER.email, DEMO_USER.password), 'Email me when stock runs low');
    // What another stack of the same project leaves there; nobody listens on the port.
    writeFileSync(
      locator,
      JSON.stringify({ version: '0', host: '127.0.0.1', port: 1, origins: ['http://127.0.0.1:1'] }),
    );
    await first.stop();
    const second = await startStack({ dataDir, ports: await freeStackPorts() });
    try {
      expect(await playbooksOf(second)).toContain('Low Stock Alert');
    } finally {
      await second.stop();
    }
  } finally {
    rmSync(locator, { force: true });
    rmSync(dataDir, { recursive: true, force: true });
  }
});
