import type { JsonObject } from '@model/json.ts';
import type { PlaybookStatus } from '@model/playbook.ts';
import { useCallback } from 'react';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { setStatus } from '../api/change-playbook.ts';
import { executePlaybook } from '../api/execute-playbook.ts';

/** Starts a playbook by hand. */
export function useStart(playbookId: string, onStarted: (executionId: string) => void) {
  const { api } = useSession();
  const start = useCallback(
    async (how: { inputs: JsonObject; dryRun: boolean }) =>
      onStarted(await executePlaybook(api, { playbookId, ...how })),
    [api, playbookId, onStarted],
  );
  return useCommand(start, 'It did not start');
}

const done: Record<PlaybookStatus, string> = {
  active: 'It is active',
  paused: 'Paused: it will not start until you resume it',
  archived: 'Archived',
  draft: 'It is a draft again',
};

/** Gives a playbook another status. */
export function useChange(playbookId: string) {
  const { api } = useSession();
  const change = useCallback(
    async (status: PlaybookStatus) => {
      await setStatus(api, playbookId, status);
      toastDone(done[status]);
    },
    [api, playbookId],
  );
  return useCommand(change, 'Nothing was changed');
}
