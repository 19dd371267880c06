// npm run screenshots: every page, light and dark, desktop and phone, empty and full, into docs/screenshots.
//   -- --only NAME   pages whose name begins so
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../e2e/browser.ts';
import { type Looked, PAGES, pagesOfThings } from '../../e2e/pages.ts';
import { signIn } from '../../local/src/demo/people.ts';
import { DEMO_USER } from '../../local/src/seed/demo-shop.ts';
import { freeStackPorts } from '../../local/src/stack/ports.ts';
import { type Stack, startStack } from '../../local/src/stack/stack.ts';
import { build } from '../build.ts';
import { fillShowcase } from './showcase.ts';

const OUT = fileURLToPath(new URL('../../docs/screenshots', import.meta.url));
const VIEWS = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
const QUIET_WITHIN_MS = 15_000;

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const print = (line: string) => process.stdout.write(`${line}\n`);
const dataDir = mkdtempSync(join(tmpdir(), 'playbooks-screenshots-'));
await build(print);
const stack = await startStack({ dataDir, ports: await freeStackPorts(), onProgress: print });
const browser = await launchBrowser();
let taken = 0;
try {
  mkdirSync(OUT, { recursive: true });
  await shootAll('empty', PAGES);
  await fillShowcase(
    { projectId: stack.projectId, apiOrigin: stack.apiOrigin, idToken: await token(stack) },
    new Date(),
  );
  const conversation = { name: 'conversation', path: await converse(browser) };
  await shootAll('full', [...PAGES, conversation, ...(await pagesOfThings(stack))]);
  print(`${taken} pictures are in docs/screenshots`);
} finally {
  await browser.close();
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(0);

async function shootAll(state: 'empty' | 'full', pages: readonly Looked[]): Promise<void> {
  const wanted = pages.filter(({ name }) => name.startsWith(values.only));
  for (const view of ['desktop', 'phone'] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      await shoot(browser, { view, scheme, state }, wanted);
    }
  }
}

interface Look {
  readonly view: keyof typeof VIEWS;
  readonly scheme: 'light' | 'dark';
  readonly state: 'empty' | 'full';
}

/** Takes the pages in one look, as one visitor. */
async function shoot(from: Browser, { view, scheme, state }: Look, pages: readonly Looked[]): Promise<void> {
  const context = await from.newContext({
    locale: 'en-US',
    timezoneId: 'America/New_York',
    colorScheme: scheme,
    viewport: VIEWS[view],
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.goto(stack.appOrigin);
  const button = page.getByRole('button', { name: 'Continue as demo user' });
  await button.waitFor();
  const file = (name: string) => join(OUT, `${name}.${state}.${view}.${scheme}.png`);
  if ('sign-in'.startsWith(values.only) && state === 'empty') await page.screenshot({ path: file('sign-in') });
  await button.click();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
  for (const { name, path } of pages) {
    await page.goto(`${stack.appOrigin}${path}`);
    await settled(page);
    await page.screenshot({ path: file(name), fullPage: true });
    taken++;
  }
  await context.close();
  print(`${state}, ${view}, ${scheme}: ${pages.length} pages`);
}

/** Says what the product is best known for; the address of what came of it. */
async function converse(from: Browser): Promise<string> {
  const context = await from.newContext({ locale: 'en-US', timezoneId: 'America/New_York' });
  const page = await context.newPage();
  await page.goto(stack.appOrigin);
  await page.getByRole('button', { name: 'Continue as demo user' }).click();
  const said =
    'Track our top 3 competitors\u2019 prices every morning and email me if they undercut us by more than 10 %';
  await page.getByRole('textbox', { name: 'Message' }).fill(said);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Activate', exact: true }).waitFor();
  await page.waitForURL(/[?]c=/);
  const { search } = new URL(page.url());
  await context.close();
  return `/${search}`;
}

/** Until nothing loads any more and nothing moves. */
async function settled(page: Page): Promise<void> {
  await page.locator('main').waitFor();
  await page
    .waitForFunction(`!document.querySelector('[aria-label="Loading"], [data-state="connecting"]')`, null, {
      timeout: QUIET_WITHIN_MS,
    })
    .catch(() => print(`  still loading: ${page.url()}`));
  await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => {
    // A listener keeps a request open for good.
  });
  await page.evaluate(`document.fonts.ready.then(() => null)`);
}

function token(of: Stack): Promise<string> {
  return signIn(of, DEMO_USER.email, DEMO_USER.password);
}
