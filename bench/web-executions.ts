import { openStage, signInAsDemoUser } from '../e2e/stage.ts';
import { DEMO_USER } from '../local/src/seed/demo-shop.ts';
import type { Bench } from './run.ts';
import { fillTenant } from './web/fill.ts';
import { type Measured, measure, watch } from './web/measure.ts';

/** `WEB_EXECUTIONS=10000` fills in fewer. */
const COUNT = Number(process.env.WEB_EXECUTIONS ?? 100_000);
const ORG = 'busy_shop';
const GOALS = { firstPageMs: 1_000, reads: 55, longestTaskMs: 50, changeMs: 300, scrolledRows: 5_000 } as const;

/** The page of executions of a tenant with many, in Chromium, on a built stack of its own (`npm run build` before). */
export const bench: Bench = {
  title: `The page of executions, with ${COUNT.toLocaleString('en-US')} of them`,
  run: async () => {
    const stage = await openStage();
    try {
      await fillTenant(stage.database, ORG, DEMO_USER.uid, COUNT);
      const visitor = await stage.visit({ serviceWorkers: 'allow', reducedMotion: 'no-preference' });
      await visitor.page.addInitScript(watch);
      await signInAsDemoUser(visitor, stage.stack);
      await visitor.page.evaluate(`localStorage.setItem('playbooks.orgId', '${ORG}')`);
      const busy = { firestore: stage.database, orgId: ORG, count: COUNT };
      const measured = await measure(visitor.page, stage.stack.appOrigin, busy);
      return { rows: toRows(measured), json: { bench: 'web', executions: COUNT, goals: GOALS, ...measured } };
    } finally {
      await stage.close();
    }
  },
};

function toRows(measured: Measured): Record<string, string | number>[] {
  const row = (what: string, value: number, goal: string) => ({ what, value: Math.round(value), goal });
  return [
    row('first page on screen, ms', measured.firstPageMs, `≤ ${GOALS.firstPageMs}`),
    row('documents and counts read for it', measured.reads, `≤ ${GOALS.reads}`),
    row('a new execution on screen, ms', measured.changeMs, `≤ ${GOALS.changeMs}`),
    row('rows scrolled past', measured.scrolledRows, `≥ ${GOALS.scrolledRows}`),
    row('longest task meanwhile, ms', measured.longestTaskMs, `< ${GOALS.longestTaskMs}`),
    row('scrolling took, ms', measured.scrollMs, ''),
    row('rows in the page', measured.rowsInPage, ''),
    row('search by an order number, ms', measured.searchMs, ''),
  ];
}
