import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { aboutSchema } from '../../functions/src/core/authoring/understanding.ts';
import { contractActionSchema, contractConditionSchema, contractSchema } from '../../functions/src/model/contract.ts';

const EVALS = fileURLToPath(new URL('../../evals', import.meta.url));
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A thing with a name, or the name alone. */
function named<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (typeof value === 'string' ? { name: value } : value), schema);
}
const namesSchema = z
  .array(named(z.object({ name: z.string() })))
  .default([])
  .transform((things) => things.map(({ name }) => name));

/** What the tenant is. Anything beyond these fields is for whoever understands, not for the comparison. */
const factsSchema = z.looseObject({
  orgName: z.string().default('The shop'),
  timezone: z.string(),
  currency: z.string().default('USD'),
  locale: z.string().default('en-US'),
  now: z.iso.datetime({ offset: true, local: true }).transform((text) => new Date(text)),
  user: z.looseObject({ name: z.string(), email: z.email() }).default({ name: 'Sam', email: 'sam@shop.example' }),
  competitors: z.array(named(z.object({ name: z.string(), url: z.url().optional() }))).default([]),
  products: namesSchema,
  connections: namesSchema,
  playbooks: z
    .array(
      named(
        z.looseObject({
          name: z.string(),
          status: z.string().default('active'),
          /** What it was made from; what is no whole contract is left out. */
          contract: contractSchema.optional().catch(undefined),
        }),
      ),
    )
    .default([]),
});
export type Facts = z.infer<typeof factsSchema>;

const condition = contractConditionSchema.shape;
const expectedConditionSchema = z.object({
  measure: condition.measure,
  operator: condition.operator.optional(),
  value: condition.value.optional(),
  unit: condition.unit.optional(),
  base: condition.base.unwrap().optional(),
  of: condition.of.unwrap().optional(),
});
export type ExpectedCondition = z.infer<typeof expectedConditionSchema>;

const action = contractActionSchema.shape;
const expectedActionSchema = z.object({
  action: action.action,
  to: action.to.unwrap().optional(),
  when: action.when.unwrap().optional(),
  also: z.array(expectedConditionSchema).optional(),
  details: action.details.unwrap().optional(),
});
export type ExpectedAction = z.infer<typeof expectedActionSchema>;

/** Null says nothing, as in what is stored. */
function given<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => value ?? undefined, schema.optional());
}
const expectedTriggerSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('schedule'),
    cron: given(z.string()),
    timezone: given(z.string()),
    every: given(z.int()),
    anchor: given(day),
    dayOfMonth: given(z.literal('last')),
    weekOfMonth: given(z.union([z.literal('last'), z.int().min(1).max(4)])),
    until: given(day),
  }),
  z.object({ type: z.literal('event'), eventName: given(z.string()), filter: given(z.string()) }),
  z.object({ type: z.literal('manual') }),
]);
export type ExpectedTrigger = z.infer<typeof expectedTriggerSchema>;

const meaning = {
  subject: contractSchema.shape.subject.optional(),
  triggers: z.array(expectedTriggerSchema).optional(),
  conditions: z.array(expectedConditionSchema).optional(),
  actions: z.array(expectedActionSchema).optional(),
  competitors: z.array(z.object({ name: z.string().optional(), url: z.url().optional() })).optional(),
  urls: z.array(z.url()).optional(),
};
const expectedMeaningSchema = z.object(meaning);
export type ExpectedMeaning = z.infer<typeof expectedMeaningSchema>;

const VERBS = [
  'run',
  'pause',
  'resume',
  'archive',
  'list',
  'explain',
  'simulate',
  'forecast',
  'edit',
  'approve',
  'reject',
  'query',
] as const;
const commandSchema = z.object({ verb: z.enum(VERBS), target: z.string().nullable().optional() });

const expectationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create'), ...meaning }),
  z.object({ kind: z.literal('ask'), about: z.union([aboutSchema, z.array(aboutSchema)]).optional() }),
  z.object({ kind: z.literal('refuse') }),
  z.object({ kind: z.literal('command'), command: commandSchema, ...meaning }),
]);
export type Expectation = z.infer<typeof expectationSchema>;

const rowSchema = z.object({
  id: z.string().min(1),
  category: z.string().min(1),
  added: day,
  say: z.union([z.string(), z.array(z.string()).min(1)]).transform((said) => [said].flat()),
  facts: z.union([z.string(), factsSchema]),
  expect: z.union([expectationSchema, z.array(expectationSchema).min(1)]).transform((expected) => [expected].flat()),
});

/** A row with its facts; `expect` holds the readings of which any is right. */
export type Row = Omit<z.infer<typeof rowSchema>, 'facts'> & { readonly facts: Facts };

/** The rows of one file. Throws, with file and line, where one is not in the format. */
export function readRows(file: string): Row[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      const row = rowSchema.parse(JSON.parse(line));
      return [{ ...row, facts: typeof row.facts === 'string' ? readFacts(row.facts) : row.facts }];
    } catch (error) {
      const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      throw new Error(`${file}:${index + 1} is no row of an evaluation: ${why}`);
    }
  });
}

/** The files of rows that come with the project. */
export function requestFiles(): string[] {
  const folder = join(EVALS, 'requests');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(folder, name));
}

const known = new Map<string, Facts>();

function readFacts(name: string): Facts {
  const before = known.get(name);
  if (before) return before;
  const file = join(EVALS, 'facts', `${name}.json`);
  if (!/^[\w-]+$/.test(name) || !existsSync(file)) throw new Error(`there are no facts "${name}" in evals/facts`);
  const facts = factsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  known.set(name, facts);
  return facts;
}
