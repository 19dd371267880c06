import { z } from 'zod';
import type { Api } from './api.ts';
import { type JsonSchema, jsonSchemaSchema } from './json-schema.ts';
import { useAnswer } from './use-answer.ts';
import type { Live } from './use-live.ts';
import { stepTitle } from './words.ts';

const varying = z.union([z.string(), z.looseObject({ upTo: z.string() }).transform(({ upTo }) => upTo)]);

const stepTypeSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string(),
  /** A Lucide icon name. */
  icon: z.string(),
  kind: z.enum(['action', 'branch', 'fork', 'wait', 'child', 'unfold']),
  /** The most it may come to, where it depends on the params. */
  risk: varying,
  effect: varying,
  /** The daily limit that it counts in, and how much that usually is. */
  limit: z.object({ name: z.string(), perDay: z.number() }).nullable(),
  connectors: z.array(z.object({ id: z.string(), title: z.string() })),
  isTainting: z.boolean(),
  example: z.record(z.string(), z.json()),
  params: jsonSchemaSchema,
  output: jsonSchemaSchema,
  htmlParams: z.array(z.string()),
  literals: z.array(z.string()),
  wires: z.record(z.string(), z.array(z.string())),
  holds: z.enum(['steps', 'branches']).nullable(),
});

/** A step type as the server describes it: what its form, its place in the catalogue and its output are drawn from. */
export type StepType = Omit<z.infer<typeof stepTypeSchema>, 'params' | 'output'> & {
  readonly params: JsonSchema;
  readonly output: JsonSchema;
};
export type StepTypes = ReadonlyMap<string, StepType>;

const answer = z.object({ items: z.array(stepTypeSchema) });
const asked = new WeakMap<Api, Promise<StepTypes>>();

/** Every step type by its id, called what it is called everywhere; asked for once per tenant and visit. */
function getStepTypes(api: Api): Promise<StepTypes> {
  const known = asked.get(api);
  if (known !== undefined) return known;
  const types = api
    .call({ method: 'GET', path: '/api/steps', answer })
    .then(({ items }) => new Map(items.map((type) => [type.id, { ...type, title: stepTitle(type.id) }])));
  asked.set(api, types);
  types.catch(() => asked.delete(api));
  return types;
}

export function useStepTypes(): Live<StepTypes> {
  return useAnswer('step types', getStepTypes);
}
