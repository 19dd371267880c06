import { parseCondition } from './expression.ts';

/** The values that a condition looked at, for the people who ask why a step was skipped: ` (a.b is 3)`. */
export function evidenceOf(condition: string, facts: Readonly<Record<string, unknown>>): string {
  const seen = parseCondition(condition).map((path) => {
    let value: unknown = facts;
    for (const part of path) value = value !== null && typeof value === 'object' ? Reflect.get(value, part) : undefined;
    return `${path.join('.')} is ${JSON.stringify(value ?? null).slice(0, 80)}`;
  });
  return seen.length > 0 ? ` (${seen.join(', ')})` : '';
}
