import { beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../local/src/demo/people.ts';
import { DEMO_USER } from '../local/src/seed/demo-shop.ts';
import { fillShowcase } from '../scripts/screenshots/showcase.ts';
import { type Looked, PAGES, pagesOfThings } from './pages.ts';
import { breaches, breachesInBoth, signInAsDemoUser, signInAsOther, type Visitor } from './stage.ts';
import { stage } from './the-stage.ts';

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const patience = 300_000;

let pages: readonly Looked[];
beforeAll(async () => {
  const { projectId, apiOrigin } = stage.stack;
  const idToken = await signIn(stage.stack, DEMO_USER.email, DEMO_USER.password);
  await fillShowcase({ projectId, apiOrigin, idToken }, new Date());
  pages = [...PAGES, ...(await pagesOfThings(stage.stack))];
});

/** Goes to a page as by a link in the app, which does not load the app anew, and waits until it shows what it has. */
async function follow({ page }: Visitor, { path }: Looked): Promise<void> {
  await page.evaluate(`__TSR_ROUTER__.navigate({ href: ${JSON.stringify(path)} })`);
  // What is on the screen is the page before until the router says that it is the new one.
  await page.waitForFunction('__TSR_ROUTER__.state.resolvedLocation?.href === __TSR_ROUTER__.state.location.href');
  const unready = page.locator('[aria-label="Loading"], [data-state="connecting"]');
  await expect.poll(() => unready.count(), { timeout: 60_000 }).toBe(0);
}

describe('every page', () => {
  it('can be read by everybody, in the light and in the dark, and fits a phone', { timeout: patience }, async () => {
    const visitor = await stage.visit({ viewport: DESK });
    expect(await inviting(visitor)).toEqual([]);
    await signInAsDemoUser(visitor, stage.stack);
    const found: Record<string, readonly string[]> = {};
    for (const looked of pages) {
      await follow(visitor, looked);
      const here = [...(await breachesInBoth(visitor)), ...(await wrongOnPhone(visitor))];
      if (here.length > 0) found[looked.name] = here;
    }
    expect(found).toEqual({});
    expect(visitor.complaints).toEqual([]);
  });
});

/** What cannot be read on a phone, or does not fit it. */
async function wrongOnPhone(visitor: Visitor): Promise<string[]> {
  const { page } = visitor;
  await page.setViewportSize(PHONE);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: 'More' }).waitFor();
  // A picture is drawn anew once it is narrower.
  const width = await settledWidth(page);
  const wrong = (await breaches(visitor)).map((breach) => `${breach} (phone)`);
  await page.setViewportSize(DESK);
  return width > PHONE.width ? [...wrong, `${width} px wide on a phone`] : wrong;
}

/** How wide the page is, once it fits, or has had its time to. */
async function settledWidth(page: Visitor['page']): Promise<number> {
  const width = () => page.evaluate<number>('document.documentElement.scrollWidth');
  await expect
    .poll(width, { timeout: 5_000 })
    .toBeLessThanOrEqual(PHONE.width)
    .catch(() => {});
  return width();
}

describe('another business', () => {
  it('finds nothing of this one, at no address', { timeout: patience }, async () => {
    const stranger = await stage.visit();
    await signInAsOther(stranger, stage.stack);
    const shown: Record<string, string> = {};
    for (const looked of pages) {
      await follow(stranger, looked);
      const text = (await stranger.page.locator('main').textContent()) ?? '';
      const leak = OURS.find((words) => text.includes(words));
      if (leak !== undefined) shown[looked.name] = leak;
    }
    expect(shown).toEqual({});
    const thing = pages.find(({ name }) => name === 'execution-completed');
    await stranger.page.goto(`${stage.stack.appOrigin}${thing?.path}`);
    await stranger.page.getByText(/not there|may not see/).waitFor();
  });
});

/** Words of the demo tenant that stand nowhere else. */
const OURS = ['Competitor price watch', 'Low stock: order more', 'Ben Carter', 'Thrive', 'Dana'];

/** The page of those who are not signed in. */
async function inviting(visitor: Visitor): Promise<string[]> {
  await visitor.page.goto(stage.stack.appOrigin);
  await visitor.page.getByRole('button', { name: 'Continue as demo user' }).waitFor();
  return breachesInBoth(visitor);
}
