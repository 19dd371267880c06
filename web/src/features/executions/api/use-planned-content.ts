import { tenantPaths } from '@model/paths.ts';
import { type PlaybookContent, playbookContentSchema } from '@model/playbook.ts';
import { useMemo } from 'react';
import { useSession } from '../../../lib/session.ts';
import { useDocument } from '../../../lib/use-live.ts';

/** The version that an execution is pinned to; null while it is not known, or where it is not kept. */
export function usePlannedContent(playbookId: string, versionId: string): PlaybookContent | null {
  const { orgId } = useSession();
  const live = useDocument(versionId === '' ? null : tenantPaths(orgId).version(playbookId, versionId));
  const text = live.status === 'ready' ? live.value?.data?.contentJson : undefined;
  return useMemo(() => {
    try {
      return text === undefined ? null : playbookContentSchema.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }, [text]);
}
