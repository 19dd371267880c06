import { type Explanation, explanationSchema } from '@model/explanation.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

/** Why a playbook did or did not run at a local time of the tenant (`2026-11-23T09:00`). */
export function useWhy(playbookId: string, at: string): Live<Explanation> {
  return useAnswer(`${playbookId}|${at}`, (api) =>
    api.call({
      method: 'GET',
      path: `/api/playbooks/${encodeURIComponent(playbookId)}/why?at=${encodeURIComponent(at)}`,
      answer: explanationSchema,
    }),
  );
}
