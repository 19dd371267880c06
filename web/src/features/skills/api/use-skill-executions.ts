import type { Execution } from '@model/execution.ts';
import { anyExecution, executionSearch, searchExecutions } from '@model/execution-search.ts';
import { type JsonObject, jsonObject } from '@model/json.ts';
import { tenantPaths } from '@model/paths.ts';
import type { PlaybookInput } from '@model/playbook.ts';
import { useMemo } from 'react';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useDocument } from '../../../lib/use-live.ts';
import { type PagesSource, type PagesView, usePages } from '../../../lib/use-pages.ts';
import { humanize } from '../../../lib/words.ts';

const PAGE_SIZE = 10;

/** The executions of a skill, the newest first and live; older ones as they are asked for. */
export function useSkillExecutions(skillId: string): PagesView<Execution> {
  const { orgId, uid } = useSession();
  const source = useMemo((): PagesSource<Execution> => {
    const search = executionSearch(orgId, { ...anyExecution, playbookId: skillId });
    return {
      key: JSON.stringify(['skill', uid, orgId, skillId]),
      pageSize: PAGE_SIZE,
      query: search.query,
      fits: search.fits,
      search: (read, page) => searchExecutions(search, read, page),
    };
  }, [orgId, uid, skillId]);
  return usePages(source);
}

/** One execution, live; the value is null where there is none. Without an id it stays loading. */
export function useSkillExecution(executionId: string | null): Live<Entry<Execution> | null> {
  const { orgId } = useSession();
  return useDocument(executionId === null ? null : tenantPaths(orgId).execution(executionId));
}

const contextSchema = jsonObject.transform(({ inputs }) => jsonObject.catch({}).parse(inputs));

/** What an execution was given, as far as the skill still asks for it. */
export function givenTo({ contextJson }: Pick<Execution, 'contextJson'>, inputs: readonly PlaybookInput[]): JsonObject {
  const given = contextSchema.safeParse(parsed(contextJson)).data ?? {};
  return Object.fromEntries(
    inputs.flatMap(({ name }) => {
      const value = given[name] ?? null;
      return value === null ? [] : [[name, value] as const];
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `Sequence type: Welcome · Number of e-mails: 5`. */
export function givenWords(given: JsonObject, inputs: readonly PlaybookInput[]): string {
  const told = inputs.flatMap(({ name, label }) => {
    const value = given[name];
    return value === undefined ? [] : [`${label || humanize(name)}: ${shown(value)}`];
  });
  return told.join(' · ');
}

function shown(value: JsonObject[string]): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
