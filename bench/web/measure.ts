import type { Firestore } from 'firebase-admin/firestore';
import type { Page } from 'playwright-core';
import { tenantPaths } from '../../functions/src/model/paths.ts';
import { idOf, orderOf, pastExecution } from './fill.ts';

const ROW_PX = 66;

export interface Measured {
  readonly firstPageMs: number;
  readonly reads: number;
  /** How many rows were scrolled past, and in how long. */
  readonly scrolledRows: number;
  readonly scrollMs: number;
  /** The longest task of the page while it was scrolled; 0 where none took 50 ms. */
  readonly longestTaskMs: number;
  readonly rowsInPage: number;
  readonly changeMs: number;
  readonly searchMs: number;
}

/** Before the page loads: counts reads and long tasks. */
export const watch = `
  window.firestoreReads = {};
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask', buffered: true });
`;

const rows = (page: Page) => page.locator('tbody tr');

interface Busy {
  readonly firestore: Firestore;
  readonly orgId: string;
  /** How many executions it has. */
  readonly count: number;
}

/** The page of executions, opened by somebody who is signed in already. */
export async function measure(page: Page, origin: string, { firestore, orgId, count }: Busy): Promise<Measured> {
  const began = performance.now();
  await page.goto(`${origin}/executions`, { waitUntil: 'commit' });
  await rows(page).nth(5).waitFor();
  const firstPageMs = performance.now() - began;
  // The counters, too: the emulator looks at every document for each of them.
  await page.getByRole('link', { name: /^\d.*Completed today/ }).waitFor({ timeout: 180_000 });
  const reads = await readsOf(page);
  const changeMs = await seeChange(page, firestore, orgId);
  const scrolled = await scroll(page, Math.min(5_000, Math.floor(count / 2)));
  const rowsInPage = await rows(page).count();
  return {
    firstPageMs,
    reads,
    ...scrolled,
    rowsInPage,
    changeMs,
    searchMs: await search(page, Math.floor(count * 0.7)),
  };
}

async function readsOf(page: Page): Promise<number> {
  const counted: Record<string, number> = await page.evaluate('window.firestoreReads');
  return Object.entries(counted).reduce(
    (sum, [path, count]) => (/playbook_executions$/.test(path) ? sum + count : sum),
    0,
  );
}

/** From the answer of the database to a write until the new row is on screen. */
async function seeChange(page: Page, firestore: Firestore, orgId: string): Promise<number> {
  const playbookName = 'Seen at once';
  const data = { ...pastExecution(orgId, 0, new Date()), playbookName };
  const seen = page.evaluate(`new Promise((resolve) => {
    const look = () => document.body.textContent.includes('${playbookName}') ? resolve(Date.now()) : requestAnimationFrame(look);
    look();
  })`);
  await firestore.doc(tenantPaths(orgId).execution(`new${Date.now()}`).path).create(data);
  const written = Date.now();
  return Math.max(0, Number(await seen) - written);
}

/** As a hand on a wheel does, page by page, until so many rows lie above. */
async function scroll(
  page: Page,
  wanted: number,
): Promise<Pick<Measured, 'scrolledRows' | 'scrollMs' | 'longestTaskMs'>> {
  await page.evaluate('window.longTasks.length = 0');
  const began = performance.now();
  const scrolledRows: number = await page.evaluate(`new Promise((resolve) => {
    const until = ${wanted * ROW_PX};
    let still = 0;
    const step = () => {
      const before = window.scrollY;
      window.scrollBy(0, 300);
      still = window.scrollY === before ? still + 1 : 0;
      // Further pages are on their way; ten seconds without one are the end.
      if (window.scrollY >= until || still > 600) resolve(Math.floor(window.scrollY / ${ROW_PX}));
      else requestAnimationFrame(step);
    };
    step();
  })`);
  const scrollMs = performance.now() - began;
  const longest: number = await page.evaluate('Math.max(0, ...window.longTasks)');
  return { scrolledRows, scrollMs, longestTaskMs: longest };
}

/** From Enter to the one execution of an order, out of all. */
async function search(page: Page, number: number): Promise<number> {
  await page.evaluate('window.scrollTo(0, 0)');
  const field = page.getByRole('searchbox', { name: 'Search executions' });
  await field.fill(orderOf(number));
  const began = performance.now();
  await field.press('Enter');
  await page.locator(`tr[data-id="${idOf(number)}"]`).waitFor();
  return performance.now() - began;
}
