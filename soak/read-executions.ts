import { z } from 'zod';
import { tenantPaths } from '../functions/src/model/paths.ts';
import type { openFirestore } from '../local/src/testing/firestore.ts';
import type { Ended } from './verdict.ts';

type Firestore = ReturnType<typeof openFirestore>['firestore'];

const FIELDS = ['status', 'contextJson', 'error', 'wait', 'stepResults'];
const wait = z.object({ kind: z.string() }).nullable().default(null);
const stored = z.object({
  status: z.string(),
  contextJson: z.string(),
  error: z.object({ code: z.string() }).nullable(),
  wait,
  stepResults: z.array(z.object({ path: z.string(), status: z.string(), attempts: z.int(), wait })),
});
const context = z.object({ inputs: z.object({ marker: z.string() }) });

/** All executions of the tenant as Firestore has them, read past the engine. */
export async function readExecutions(firestore: Firestore, orgId: string): Promise<Ended[]> {
  const { docs } = await firestore
    .collection(tenantPaths(orgId).executions.path)
    .select(...FIELDS)
    .get();
  return docs.map((doc) => {
    const data = stored.parse(doc.data());
    const waits = [data.wait, ...data.stepResults.map((result) => result.wait)].flatMap((one) => one?.kind ?? []);
    return {
      executionId: doc.id,
      marker: context.parse(JSON.parse(data.contextJson)).inputs.marker,
      status: data.status,
      errorCode: data.error?.code ?? null,
      waits,
      steps: data.stepResults.map(({ path, status, attempts }) => `${path} ${status} ${attempts}`),
    };
  });
}
