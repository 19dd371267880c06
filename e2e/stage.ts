import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Firestore } from 'firebase-admin/firestore';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { signIn } from '../local/src/demo/people.ts';
import { DEMO_ORG_ID, DEMO_USER, OTHER_USER } from '../local/src/seed/demo-shop.ts';
import { freeStackPorts } from '../local/src/stack/ports.ts';
import { type Stack, type StackOptions, startStack } from '../local/src/stack/stack.ts';
import { openFirestore } from '../local/src/testing/firestore.ts';
import { launchBrowser } from './browser.ts';

/** The whole product on free ports, and a browser in front of it. */
export interface Stage {
  readonly stack: Stack;
  /** Firestore past the rules, as the shop's own software would write to it. */
  readonly database: Firestore;
  /**
   * A fresh visitor; what the page logs as an error is collected in `complaints`. To save time nothing moves for its own
   * sake, and the app does not put itself on the visitor's device unless `serviceWorkers` is `allow`.
   */
  visit(options?: BrowserContextOptions): Promise<Visitor>;
  /** A fresh visitor who has signed in as the demo user at a page. */
  arrive(path?: string, options?: BrowserContextOptions): Promise<Visitor>;
  /** Each with what is open in it, until it is closed. */
  guests(): BrowserContext[];
  /** What the demo user sends to the api for the demo's business, past the app; throws what is refused. */
  post(path: string, body: object): Promise<Record<string, string>>;
  close(): Promise<void>;
}
export interface Visitor {
  readonly page: Page;
  readonly complaints: string[];
}

/** What is waited for on the server's side: a slow machine takes its time. */
export const patience = { timeout: 60_000, interval: 100 };

export async function openStage(options: Pick<StackOptions, 'detours'> = {}): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'playbooks-e2e-'));
  const stack = await startStack({ ...options, dataDir, ports: await freeStackPorts() });
  const { firestore: database, close: closeDatabase } = openFirestore(stack.projectId);
  let browser: Browser | null = null;
  const visit = async (options: BrowserContextOptions = {}) => {
    browser ??= await launchBrowser();
    return welcome(browser, options);
  };
  return {
    stack,
    database,
    visit,
    arrive: async (path = '/', options = {}) => {
      const visitor = await visit(options);
      await signInAsDemoUser(visitor, stack, path);
      return visitor;
    },
    guests: () => browser?.contexts() ?? [],
    post: (path, body) => post(stack, path, body),
    close: async () => {
      await browser?.close();
      await closeDatabase();
      await stack.stop();
      // The logs of a failure can be kept for a look: PLAYBOOKS_KEEP_DATA=true.
      if (process.env.PLAYBOOKS_KEEP_DATA !== 'true') rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const USUAL: BrowserContextOptions = {
  locale: 'en-US',
  timezoneId: 'America/New_York',
  serviceWorkers: 'block',
  reducedMotion: 'reduce',
};

async function welcome(browser: Browser, options: BrowserContextOptions): Promise<Visitor> {
  const context = await browser.newContext({ ...USUAL, ...options });
  context.setDefaultTimeout(patience.timeout);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // The picture of a mail runs nothing, not even what looks for breaches in it.
    const isOfMail = message.text().startsWith("Blocked script execution in 'about:srcdoc'");
    if (message.type() === 'error' && !isOfMail) complaints.push(message.text());
  });
  return { page, complaints };
}

async function post(stack: Stack, path: string, body: object): Promise<Record<string, string>> {
  const token = await signIn(stack, DEMO_USER.email, DEMO_USER.password);
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, 'X-Org-Id': DEMO_ORG_ID };
  const answer = await fetch(`${stack.apiOrigin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} is answered with ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, string>;
}

/** Signs in at the page that is looked for, as a person does who follows a link. */
export async function signInAsDemoUser({ page }: Visitor, { appOrigin }: Stack, path = '/'): Promise<void> {
  await page.goto(`${appOrigin}${path}`);
  await page.getByRole('button', { name: 'Continue as demo user' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
}

/** The other business's owner: the app is told that he is the demo user. */
export async function signInAsOther(visitor: Visitor, stack: Stack): Promise<void> {
  await visitor.page.route('**/api/client-config', async (route) => {
    const response = await route.fetch();
    const { email, password } = OTHER_USER;
    await route.fulfill({ response, json: { ...(await response.json()), demoUser: { email, password } } });
  });
  await signInAsDemoUser(visitor, stack);
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

type Rules = NonNullable<Parameters<AxeBuilder['options']>[0]['runOnly']>;
const EVERY_RULE: Rules = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** Those that may hold in the dark and not in the light. */
const COLOUR_RULES: Rules = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** Serious breaches of WCAG 2.2 AA on the page as it stands: what is found is looked at again, since it may have faded. */
export async function breaches(visitor: Visitor, rules: Rules = EVERY_RULE): Promise<string[]> {
  const found = await breachesNow(visitor, rules);
  return found.length === 0 ? found : breachesNow(visitor, rules);
}

async function breachesNow({ page }: Visitor, runOnly: Rules): Promise<string[]> {
  // What is fading in or out has the colours of neither.
  await page.evaluate(`Promise.allSettled(
    document.getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
      .map(({ finished }) => finished),
  ).then(() => null)`);
  // A mail's frame runs nothing: what looks for breaches would never come to an end in it. In the mode called legacy it
  // is spared a second page for each look; all it cannot see then are frames of other origins, and the app has none.
  const look = new AxeBuilder({ page }).exclude('iframe[sandbox]').setLegacyMode();
  const { violations } = await look.options({ runOnly, resultTypes: ['violations'] }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** The same in the dark, and of the light what differs there. */
export async function breachesInBoth(visitor: Visitor): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await visitor.page.emulateMedia({ colorScheme });
    await visitor.page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    const rules = colorScheme === 'dark' ? EVERY_RULE : COLOUR_RULES;
    found.push(...(await breaches(visitor, rules)).map((breach) => `${breach} (${colorScheme})`));
  }
  return found;
}

/** Whether the page is wider than what it is seen on. */
export function overflows({ page }: Visitor): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
}
