import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { freeStackPorts } from '../local/src/stack/ports.ts';
import { type Stack, type StackOptions, startStack } from '../local/src/stack/stack.ts';
import { launchBrowser } from './browser.ts';

/** The whole product on free ports, and a browser in front of it. */
export interface Stage {
  readonly stack: Stack;
  /** A fresh visitor; what the page logs as an error is collected in `complaints`. */
  visit(options?: BrowserContextOptions): Promise<Visitor>;
  close(): Promise<void>;
}
export interface Visitor {
  readonly page: Page;
  readonly complaints: string[];
}

export async function openStage(options: Pick<StackOptions, 'detours'> = {}): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'playbooks-e2e-'));
  const stack = await startStack({ ...options, dataDir, ports: await freeStackPorts() });
  let browser: Browser | null = null;
  return {
    stack,
    visit: async (options = {}) => {
      browser ??= await launchBrowser();
      const context = await browser.newContext({ locale: 'en-US', timezoneId: 'America/New_York', ...options });
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // The picture of a mail runs nothing, not even what looks for breaches in it.
        const isOfMail = message.text().startsWith("Blocked script execution in 'about:srcdoc'");
        if (message.type() === 'error' && !isOfMail) complaints.push(message.text());
      });
      return { page, complaints };
    },
    close: async () => {
      await browser?.close();
      await stack.stop();
      // The logs of a failure can be kept for a look: PLAYBOOKS_KEEP_DATA=true.
      if (process.env.PLAYBOOKS_KEEP_DATA !== 'true') rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function signInAsDemoUser({ page }: Visitor, { appOrigin }: Stack): Promise<void> {
  await page.goto(appOrigin);
  await page.getByRole('button', { name: 'Continue as demo user' }).click();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
}

export async function say({ page }: Visitor, message: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(message);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** Presses Activate on the newest card, and waits until what it shows is armed: on a slow machine that takes its time. */
export async function activate({ page }: Visitor): Promise<void> {
  const card = page.getByRole('article').last();
  await card.getByRole('button', { name: 'Activate', exact: true }).click();
  await card.getByText('Armed', { exact: true }).waitFor({ timeout: 60_000 });
}

/** Serious breaches of WCAG 2.2 AA on the page as it stands. */
export async function breaches({ page }: Visitor): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
  // What is fading in or out has the colours of neither.
  await page.evaluate(`Promise.allSettled(
    document.getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
      .map(({ finished }) => finished),
  ).then(() => null)`);
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
