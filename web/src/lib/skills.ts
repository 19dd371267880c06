import { type SkillRunView, skillRunView, skillsView } from '@model/skill.ts';
import type { z } from 'zod';
import { useAnswer } from './use-answer.ts';
import type { Live } from './use-live.ts';

export type Skills = z.output<typeof skillsView>;

/** What can be run here, our own skills among it; with `andRefused` also what may not. */
export function useSkills({ andRefused = false } = {}): Live<Skills> {
  const path = andRefused ? '/api/skills?all=true' : '/api/skills';
  return useAnswer(path, (api) => api.call({ method: 'GET', path, answer: skillsView }));
}

/** What came out of an execution. Asked again whenever `moment` changes. */
export function useSkillRun(executionId: string, moment: string): Live<SkillRunView> {
  const path = `/api/executions/${encodeURIComponent(executionId)}/result`;
  return useAnswer(`${path} ${moment}`, (api) => api.call({ method: 'GET', path, answer: skillRunView }));
}
