import type { protos } from '@google-cloud/scheduler';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { createFirestoreStore } from '../../../functions/src/adapters/firestore/firestore-store.ts';
import type { Store } from '../../../functions/src/core/ports.ts';
import type { Execution } from '../../../functions/src/model/execution.ts';
import { tenantPaths } from '../../../functions/src/model/paths.ts';
import { queries } from '../../../functions/src/model/query.ts';
import { DEMO_ORG_ID } from '../seed/demo-shop.ts';
import { PROJECT_ID, REGION, type Stack } from '../stack/stack.ts';
import { schedulerClient } from '../testing/google-client.ts';

const FINISHED = new Set(['completed', 'failed', 'canceled', 'skipped']);
const POLL_MS = 150;

export interface SeenExecution {
  readonly id: string;
  readonly execution: Execution;
}

/** A look into Firestore, through our own store and schemas. */
export async function withStore<T>(look: (store: Store) => Promise<T>): Promise<T> {
  const app = initializeApp({ projectId: PROJECT_ID }, 'demo');
  try {
    return await look(createFirestoreStore(async () => app));
  } finally {
    await deleteApp(app);
  }
}

/** Asks again until the answer is not null. Throws, naming what was waited for, when `withinMs` is over. */
export async function until<T>(what: string, withinMs: number, ask: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${withinMs / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Waits until the server has armed the playbook; throws with its problems when it says that it cannot. */
export function armed(store: Store, playbookId: string): Promise<true> {
  return until('the playbook to be armed', 30_000, async () => {
    const playbook = await store.get(tenantPaths(DEMO_ORG_ID).playbook(playbookId));
    const arming = playbook?.data.arming ?? null;
    if (arming?.state === 'armed') return true;
    if (arming?.state === 'invalid') throw new Error(`The playbook is invalid: ${JSON.stringify(arming.problems)}`);
    return null;
  });
}

/** The first finished execution of the playbook that is not among those seen before. */
export function finished(store: Store, playbookId: string, before: readonly SeenExecution[]): Promise<SeenExecution> {
  return until('an execution to finish', 60_000, async () => {
    const page = await store.query(queries.executionsOf(DEMO_ORG_ID, playbookId, { limit: 20 }));
    for (const found of page) {
      if (found.data === null) throw new Error(`Execution ${found.id} is malformed: ${JSON.stringify(found.problems)}`);
      if (before.some(({ id }) => id === found.id) || !FINISHED.has(found.data.status)) continue;
      return { id: found.id, execution: found.data };
    }
    return null;
  });
}

type Job = protos.google.cloud.scheduler.v1.IJob;

/** The playbook's job, as Google's own client lists it, and when it fires next. */
export async function jobOf(stack: Stack, playbookId: string): Promise<{ name: string; job: Job; next: Date }> {
  const client = schedulerClient(stack.ports.scheduler);
  try {
    const [jobs] = await client.listJobs({ parent: `projects/${PROJECT_ID}/locations/${REGION}` });
    const job = jobs.find(({ name }) => name?.includes(`/jobs/playbook-${playbookId}-`));
    const seconds = job?.scheduleTime?.seconds;
    if (!job?.name || seconds === null || seconds === undefined) {
      throw new Error(
        `Cloud Scheduler lists no job for the playbook; it has ${jobs.map(({ name }) => name).join(', ') || 'none'}`,
      );
    }
    return { name: job.name, job, next: new Date(Number(seconds) * 1000) };
  } finally {
    await client.close();
  }
}
