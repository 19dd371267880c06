import { tenantPaths } from '@model/paths.ts';
import { playbookContentSchema } from '@model/playbook.ts';
import type { Step } from '@model/step.ts';
import { useMemo } from 'react';
import { useSession } from '../../../lib/session.ts';
import { useDocument } from '../../../lib/use-live.ts';

/** The steps of the version that an execution is pinned to; none while they are not known. */
export function usePlannedSteps(playbookId: string, versionId: string): readonly Step[] {
  const { orgId } = useSession();
  const live = useDocument(versionId === '' ? null : tenantPaths(orgId).version(playbookId, versionId));
  const text = live.status === 'ready' ? live.value?.data?.contentJson : undefined;
  return useMemo(() => {
    try {
      return text === undefined ? [] : playbookContentSchema.parse(JSON.parse(text)).steps;
    } catch {
      return [];
    }
  }, [text]);
}
