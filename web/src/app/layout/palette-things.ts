import { executionIdSchema } from '@model/ids.ts';
import { tenantPaths } from '@model/paths.ts';
import type { Playbook } from '@model/playbook.ts';
import { queries } from '@model/query.ts';
import { useNavigate } from '@tanstack/react-router';
import { LayoutTemplate, ListChecks, Pause, Play, Radio, ShieldCheck, WandSparkles, Zap } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { z } from 'zod';
import { type Entry, mayBeId } from '../../features/palette/api/rank.ts';
import { setStatus } from '../../features/playbooks/api/change-playbook.ts';
import { executePlaybook } from '../../features/playbooks/api/execute-playbook.ts';
import { useSession } from '../../lib/session.ts';
import { useSkills } from '../../lib/skills.ts';
import { executionStatus, playbookStatus } from '../../lib/status.ts';
import { ago } from '../../lib/time.ts';
import { useAnswer } from '../../lib/use-answer.ts';
import { toastDone, useCommand } from '../../lib/use-command.ts';
import { useCollection, useDocument } from '../../lib/use-live.ts';
import { eventTitle } from '../../lib/words.ts';

const MOST_PLAYBOOKS = 100;
const RECENT = 8;
const templatesSchema = z.object({ items: z.array(z.object({ id: z.string(), title: z.string() })) });

/** Each playbook, and what may be done with it. */
export function usePlaybookEntries(onResume: (id: string, playbook: Playbook) => void) {
  const { orgId, mayEdit } = useSession();
  const navigate = useNavigate();
  const live = useCollection(queries.playbooks(orgId, { limit: MOST_PLAYBOOKS }));
  const { run, pause } = usePlaybookCommands();
  const resume = useRef(onResume);
  resume.current = onResume;
  const found = live.status === 'ready' ? live.value : null;
  const entries = useMemo(() => {
    const open = (playbookId: string) => void navigate({ to: '/playbooks/$playbookId', params: { playbookId } });
    return (found ?? []).flatMap(({ id, data }): Entry[] => {
      if (data === null) return [];
      const { name, status, inputs } = data;
      const shown: Entry = {
        ...{ id: `open ${id}`, label: name, detail: playbookStatus[status].word, icon: ListChecks, words: id },
        run: () => open(id),
      };
      if (!mayEdit || status === 'archived') return [shown];
      // What asks for something first does so on its page.
      const start = () => (inputs.length > 0 ? open(id) : run(id));
      const others: Entry[] = [{ id: `run ${id}`, label: `Run now: ${name}`, icon: Zap, words: 'start', run: start }];
      if (status === 'active') {
        others.push({ id: `pause ${id}`, label: `Pause: ${name}`, icon: Pause, words: 'stop', run: () => pause(id) });
      }
      if (status === 'paused') {
        const again = () => resume.current(id, data);
        others.push({ id: `resume ${id}`, label: `Resume: ${name}`, icon: Play, words: 'activate', run: again });
      }
      return [shown, ...others];
    });
  }, [found, mayEdit, navigate, run, pause]);
  return { entries, isLoading: live.status === 'loading' };
}

function usePlaybookCommands() {
  const { api } = useSession();
  const navigate = useNavigate();
  const { run } = useCommand(
    useCallback(
      async (playbookId: string) => {
        const executionId = await executePlaybook(api, { playbookId, inputs: {}, dryRun: false });
        await navigate({ to: '/executions/$executionId', params: { executionId } });
      },
      [api, navigate],
    ),
    'It did not start',
  );
  const { run: pause } = useCommand(
    useCallback(
      async (playbookId: string) => {
        await setStatus(api, playbookId, 'paused');
        toastDone('Paused: it will not start until you resume it');
      },
      [api],
    ),
    'It was not paused',
  );
  return { run, pause };
}

/** The latest executions. */
export function useExecutionEntries(): readonly Entry[] {
  const { orgId } = useSession();
  const navigate = useNavigate();
  const live = useCollection(queries.executions(orgId, { limit: RECENT }));
  const found = live.status === 'ready' ? live.value : null;
  return useMemo(() => {
    const now = new Date();
    return (found ?? []).flatMap(({ id, data }, index): Entry[] => {
      if (data === null) return [];
      const look = executionStatus[data.status];
      return [
        {
          ...{ id: `execution ${id}`, label: data.playbookName, icon: look.icon, words: `${id} execution` },
          ...{ detail: `${look.word}, ${ago(data.createdAt, now)}`, isSuggested: index < 3 },
          run: () => void navigate({ to: '/executions/$executionId', params: { executionId: id } }),
        },
      ];
    });
  }, [found, navigate]);
}

/** What is run by hand with inputs; none where they are not known. */
export function useSkillEntries(): readonly Entry[] {
  const navigate = useNavigate();
  const live = useSkills();
  const found = live.status === 'ready' ? live.value.skills : null;
  return useMemo(
    () =>
      (found ?? []).map(
        ({ skillId, name }): Entry => ({
          ...{ id: `skill ${skillId}`, label: name, detail: 'Skill', icon: WandSparkles, words: 'skill run' },
          run: () => void navigate({ to: '/skills/$skillId', params: { skillId } }),
        }),
      ),
    [found, navigate],
  );
}

/** The ready-made playbooks; none where they are not known. */
export function useTemplateEntries(): readonly Entry[] {
  const navigate = useNavigate();
  const live = useAnswer('templates', (api) =>
    api.call({ method: 'GET', path: '/api/templates', answer: templatesSchema }),
  );
  const found = live.status === 'ready' ? live.value.items : null;
  return useMemo(
    () =>
      (found ?? []).map(
        ({ id, title }): Entry => ({
          ...{ id: `template ${id}`, label: title, detail: 'Template', icon: LayoutTemplate, words: 'template' },
          run: () => void navigate({ to: '/templates/$templateId', params: { templateId: id } }),
        }),
      ),
    [found, navigate],
  );
}

/** What has exactly this id. */
export function useFoundById(text: string): readonly Entry[] {
  const { orgId, mayEdit } = useSession();
  const navigate = useNavigate();
  const id = text.trim();
  const paths = mayBeId(id) && executionIdSchema.safeParse(id).success ? tenantPaths(orgId) : null;
  const execution = useDocument(paths?.execution(id) ?? null);
  const event = useDocument(paths?.event(id) ?? null);
  const approval = useDocument(mayEdit ? (paths?.approval(id) ?? null) : null);
  const executionName = execution.status === 'ready' ? execution.value?.data?.playbookName : undefined;
  const eventName = event.status === 'ready' ? event.value?.data?.eventName : undefined;
  const isApproval = approval.status === 'ready' && approval.value !== null;
  return useMemo(() => {
    const found: Entry[] = [];
    const add = (label: string, icon: Entry['icon'], run: () => void) =>
      found.push({ id: `${label} ${id}`, label, detail: id, icon, words: id, run });
    if (executionName !== undefined) {
      add(
        `Execution of ${executionName}`,
        Zap,
        () => void navigate({ to: '/executions/$executionId', params: { executionId: id } }),
      );
    }
    if (eventName !== undefined) {
      add(
        `Event: ${eventTitle(eventName)}`,
        Radio,
        () => void navigate({ to: '/events/$eventId', params: { eventId: id } }),
      );
    }
    if (isApproval) {
      add('Approval', ShieldCheck, () => void navigate({ to: '/approvals/$approvalId', params: { approvalId: id } }));
    }
    return found;
  }, [id, executionName, eventName, isApproval, navigate]);
}
