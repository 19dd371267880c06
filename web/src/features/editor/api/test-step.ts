import { executionSchema, storedErrorSchema, usageSchema } from '@model/execution.ts';
import { type JsonObject, jsonValue } from '@model/json.ts';
import type { StepDraft } from '@model/step.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { pathsInTemplate } from './expressions-text.ts';
import { changeExpressions } from './scope-rename.ts';
import type { Facts } from './scope-sample.ts';

const status = z.enum(executionSchema.options.map((option) => option.shape.status.value));
const testedSchema = z.union([
  z.object({
    executionId: z.string(),
    status,
    output: jsonValue,
    note: z.string().nullable(),
    error: storedErrorSchema.nullable(),
    usage: usageSchema,
    startedAt: z.string().nullable(),
    completedAt: z.string().nullable(),
  }),
  z.object({ executionId: z.string(), status }),
]);
/** What came of a test; without an output while it is still under way. */
export type Tested = z.infer<typeof testedSchema>;

export interface StepTest {
  readonly step: StepDraft;
  readonly facts: Facts;
  readonly dryRun: boolean;
}

/** Does one step with the given facts; dry, nothing happens outside. */
export function testStep(api: Api, { step, facts, dryRun }: StepTest): Promise<Tested> {
  const asked = asTest(step, facts);
  const path = `/api/steps/${encodeURIComponent(step.action)}/test`;
  return api.call({ method: 'POST', path, body: { ...asked, dryRun, wait: 20 }, answer: testedSchema });
}

/** The name under which the server is told what only the blocks around the step know: `item`, `index`, `error`. */
const AROUND = 'around';
const OWN = ['user', 'org', 'trigger', 'now'];

/** The params, and of the facts those that they read: a step that is tested stands in no loop, so its names come as a step's. */
export function asTest(step: StepDraft, facts: Facts): { readonly params: JsonObject; readonly facts: object } {
  const { names } = facts;
  const isAround = (root: string) => Object.hasOwn(names, root) && !OWN.includes(root);
  const { params } = changeExpressions(step, (path) => (isAround(path[0] ?? '') ? ['steps', AROUND, ...path] : path));
  const paths = pathsRead(params);
  const read = (root: string, name: string) => paths.some(([first, second]) => first === root && second === name);
  const steps: Record<string, JsonObject> = {};
  for (const [id, output] of Object.entries(facts.steps)) if (read('steps', id)) steps[id] = plain(output);
  const around = Object.fromEntries(Object.entries(names).filter(([name]) => isAround(name)));
  if (read('steps', AROUND)) steps[AROUND] = plain(around);
  const agents = Object.entries(facts.agents).flatMap(([agent, output]) =>
    paths.some(([root]) => root === agent) ? [[agent, plain(output)] as const] : [],
  );
  const event = paths.some(([root]) => root === 'event') ? facts.event : null;
  return { params, facts: { steps, agents: Object.fromEntries(agents), inputs: facts.inputs, event } };
}

/** What a test can be told of an output: fields, without templates. */
function plain(value: unknown): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return {};
  return JSON.parse(JSON.stringify(value).replaceAll('{{', '{ {')) as JsonObject;
}

/** The paths that the templates in a value read, each once. */
export function pathsRead(value: unknown): readonly (readonly string[])[] {
  return [...new Map(allPaths(value).map((path) => [path.join('\n'), path])).values()];
}

function allPaths(value: unknown): readonly (readonly string[])[] {
  if (typeof value === 'string') return pathsInTemplate(value);
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(allPaths);
}
