import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { PlaybookInput } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';

/** The given inputs against the declared ones: defaults filled in, types checked, unknown names refused. */
export function parseInputs(
  declared: readonly PlaybookInput[],
  given: JsonObject,
): { readonly values: JsonObject } | { readonly problems: readonly ProblemDetail[] } {
  const problems: ProblemDetail[] = [];
  const values: JsonObject = {};
  for (const input of declared) {
    const value = given[input.name] ?? input.default;
    const message = value === null ? missing(input) : mismatch(input, value);
    if (message !== null) problems.push({ path: `inputs.${input.name}`, message });
    values[input.name] = value;
  }
  const known = new Set(declared.map(({ name }) => name));
  for (const name of Object.keys(given)) {
    if (!known.has(name)) problems.push({ path: `inputs.${name}`, message: 'The playbook declares no such input' });
  }
  return problems.length > 0 ? { problems } : { values };
}

function missing(input: PlaybookInput): string | null {
  return input.required ? 'This input is needed' : null;
}

function mismatch(input: PlaybookInput, value: JsonValue): string | null {
  switch (input.type) {
    case 'text':
      return typeof value === 'string' ? null : 'Give a text';
    case 'number':
      return typeof value === 'number' ? outOfBounds(input, value) : 'Give a number';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'Give true or false';
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? null : 'Give a date such as 2027-03-31';
    case 'select':
      return typeof value === 'string' && input.options.includes(value)
        ? null
        : `Choose one of ${input.options.join(', ')}`;
    case 'list':
      return Array.isArray(value) ? null : 'Give a list';
  }
}

function outOfBounds({ min = -Infinity, max = Infinity }: PlaybookInput, value: number): string | null {
  if (value < min) return `Give at least ${min}`;
  return value > max ? `Give at most ${max}` : null;
}

/** Those of the given inputs that are declared: what an earlier version asked for besides is left out. */
export function declaredInputs(declared: readonly PlaybookInput[], given: JsonObject): JsonObject {
  return Object.fromEntries(declared.map(({ name }) => [name, given[name] ?? null]));
}
