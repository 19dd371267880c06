import type { JsonObject } from '@model/json.ts';
import { type SkillView, skillRunView, skillView } from '@model/skill.ts';
import { type Api, ApiError } from '../../../lib/api.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

/** One skill; null where there is none. Asked again once `executionId` is another one: one of ours is made when it first runs. */
export function useSkill(skillId: string, executionId: string | null): Live<SkillView | null> {
  const path = `/api/skills/${encodeURIComponent(skillId)}`;
  return useAnswer(`${path} ${executionId}`, async (api) => {
    try {
      return await api.call({ method: 'GET', path, answer: skillView });
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  });
}

interface Running {
  readonly inputs: JsonObject;
  readonly isDryRun: boolean;
}

/** Starts a skill and does not wait for its end; gives the execution's id. */
export async function runSkill(api: Api, skillId: string, { inputs, isDryRun }: Running): Promise<string> {
  const { executionId } = await api.call({
    method: 'POST',
    path: `/api/skills/${encodeURIComponent(skillId)}/run`,
    body: { inputs, isDryRun, wait: 0 },
    answer: skillRunView,
  });
  return executionId;
}

/** Those in whose name or description every word begins one; the others are left out. */
export function findSkills(skills: readonly SkillView[], text: string): readonly SkillView[] {
  const wanted = wordsOf(text);
  return skills.filter(({ name, description, category }) => {
    const there = wordsOf(`${name} ${description} ${category}`);
    return wanted.every((word) => there.some((one) => one.startsWith(word)));
  });
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
