import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openStage, type Stage } from './stage.ts';

/**
 * The one stage of a test file. The scenes that the file imports are played on it in the order of their imports, and
 * each finds what those before it have left.
 */
export let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

// Who came for a scene leaves with it: a page that stays open takes part in all that comes after.
let before: readonly BrowserContext[];
beforeEach(() => {
  before = stage.guests();
});
afterEach(async () => {
  for (const guest of stage.guests().filter((one) => !before.includes(one))) {
    for (const page of guest.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await guest.close();
  }
});
