import type { z } from 'zod';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import type { AnyStepType } from '../engine/step-type.ts';

type Issue = z.core.$ZodIssue;

/**
 * Params against the step type's schema, before any template has a value: a text with `{{` may stand for anything, all
 * else must fit now. The engine checks again when the values are there.
 */
export function checkParams(type: AnyStepType, params: JsonObject, path: string): ProblemDetail[] {
  const parsed = type.params.safeParse(params);
  if (parsed.success) return [];
  return parsed.error.issues
    .filter((issue) => !isExcused(issue, params))
    .map((issue) => ({ path: [path, ...issue.path].join('.'), message: messageOf(issue) }));
}

/** A template may turn out to be what the schema wants; only what was written out is held against it. */
function isExcused(issue: Issue, params: JsonValue): boolean {
  const { value, throughTemplate } = follow(params, issue.path);
  if (throughTemplate || isTemplate(value)) return true;
  if (issue.code === 'custom') return holdsTemplate(value);
  if (issue.code !== 'invalid_union' || value === undefined) return false;
  return issue.errors.some((branch) => branch.every((inner) => isExcused(inner, value)));
}

function follow(
  start: JsonValue,
  path: readonly PropertyKey[],
): { value: JsonValue | undefined; throughTemplate: boolean } {
  let value: JsonValue | undefined = start;
  for (const key of path) {
    if (isTemplate(value)) return { value, throughTemplate: true };
    if (Array.isArray(value)) value = value[Number(key)];
    else if (value !== null && typeof value === 'object')
      value = Object.hasOwn(value, key) ? value[String(key)] : undefined;
    else value = undefined;
  }
  return { value, throughTemplate: false };
}

function isTemplate(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.includes('{{');
}

function holdsTemplate(value: JsonValue | undefined): boolean {
  if (value === null || typeof value !== 'object') return isTemplate(value);
  return Object.values(value).some(holdsTemplate);
}

function messageOf(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined')) {
    return `This is needed (${issue.expected})`;
  }
  return issue.message;
}
