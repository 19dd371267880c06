import type { Execution } from '@model/execution.ts';
import { tenantPaths } from '@model/paths.ts';
import { queries } from '@model/query.ts';
import { useEffect, useMemo, useState } from 'react';
import { loadFirestore } from '../../../lib/load-firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { useCollection } from '../../../lib/use-live.ts';
import type { Edited } from './edited.ts';
import { exampleSample, type Sample, sampleOf } from './scope-sample.ts';

/** So many of the outputs that lie beside an execution are fetched for a sample. */
const MOST_BESIDE = 10;

/** The values of the playbook's last execution that was completed, live; examples where there was none. */
export function useSample(playbookId: string, edited: Edited): Sample {
  const { orgId, uid, name, email, tenant } = useSession();
  const live = useCollection(queries.executionsOfByStatus(orgId, playbookId, 'completed', { limit: 1 }));
  const last = live.status === 'ready' ? (live.value[0] ?? null) : null;
  const execution = last?.data ?? null;
  const outputs = useOutputs(last?.id ?? '', execution);
  return useMemo(() => {
    if (execution !== null) return sampleOf(execution, outputs);
    const user = { id: uid, name, email, locale: navigator.language };
    return exampleSample(edited, { user, org: { ...tenant, id: orgId } });
  }, [execution, outputs, edited, uid, name, email, tenant, orgId]);
}

const none: Readonly<Record<string, string>> = {};

/** The large outputs of an execution, which lie beside it, by the path of their step. */
function useOutputs(executionId: string, execution: Execution | null): Readonly<Record<string, string>> {
  const { orgId } = useSession();
  const [found, setFound] = useState({ executionId: '', outputs: none });
  const paths = (execution?.stepResults ?? [])
    .filter(({ outputStored, outputJson }) => outputStored && outputJson === null)
    .map(({ path }) => path)
    .slice(0, MOST_BESIDE)
    .join('\n');
  useEffect(() => {
    if (paths === '') return;
    let isWanted = true;
    const asked = paths.split('\n').map((path) => outputAt(orgId, executionId, path));
    Promise.all(asked).then(
      (texts) => isWanted && setFound({ executionId, outputs: Object.fromEntries(texts.flat()) }),
      // Without them there are fewer values to choose from.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [orgId, executionId, paths]);
  return found.executionId === executionId ? found.outputs : none;
}

async function outputAt(orgId: string, executionId: string, path: string): Promise<[string, string][]> {
  const firestore = await loadFirestore();
  return new Promise((resolve, reject) => {
    const end = firestore.listenToDocument(
      tenantPaths(orgId).output(executionId, path),
      (entry) => {
        const text = entry?.data?.outputJson;
        resolve(text === undefined ? [] : [[path, text]]);
        // The first word may come while there is no end to call yet.
        queueMicrotask(() => end());
      },
      reject,
    );
  });
}
