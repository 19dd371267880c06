import { z } from 'zod';
import { tenantPaths } from '../functions/src/model/paths.ts';
import type { openFirestore } from '../local/src/testing/firestore.ts';
import type { Ended } from './verdict.ts';

type Firestore = ReturnType<typeof openFirestore>['firestore'];

const FIELDS = ['status', 'playbookId', 'contextJson', 'error', 'wait', 'stepResults', 'createdAt'];
const wait = z
  .object({ kind: z.string(), approvalId: z.string().nullable().default(null) })
  .nullable()
  .default(null);
const stored = z.object({
  status: z.string(),
  playbookId: z.string(),
  createdAt: z.custom<{ toDate(): Date }>().transform((at) => at.toDate()),
  contextJson: z.string(),
  error: z.object({ code: z.string() }).nullable(),
  wait,
  stepResults: z.array(
    z.object({ path: z.string(), status: z.string(), attempts: z.int(), approvalId: z.string().nullable(), wait }),
  ),
});
const named = z.object({ marker: z.string() });
const context = z.union([
  z.object({ inputs: named }).transform(({ inputs }) => inputs),
  z.object({ event: named }).transform(({ event }) => event),
]);

/** All executions of the tenant as Firestore has them, read past the engine. */
export async function readExecutions(firestore: Firestore, orgId: string): Promise<Ended[]> {
  const { docs } = await firestore
    .collection(tenantPaths(orgId).executions.path)
    .select(...FIELDS)
    .get();
  return docs.map((doc) => {
    const data = stored.parse(doc.data());
    const yeses = new Set(data.stepResults.flatMap(({ approvalId }) => approvalId ?? []));
    // Whether it may act is answered by the robot; whether it has acted waits for a person.
    const waits = [data.wait, ...data.stepResults.map((result) => result.wait)].flatMap((one) => {
      if (one === null) return [];
      return one.approvalId !== null && yeses.has(one.approvalId) ? ['yes'] : [one.kind];
    });
    return {
      executionId: doc.id,
      playbookId: data.playbookId,
      createdAt: data.createdAt,
      marker: context.parse(JSON.parse(data.contextJson)).marker,
      status: data.status,
      errorCode: data.error?.code ?? null,
      waits,
      steps: data.stepResults.map(({ path, status, attempts }) => `${path} ${status} ${attempts}`),
    };
  });
}
