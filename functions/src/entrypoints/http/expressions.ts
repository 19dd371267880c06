import { z } from 'zod';
import { ExpressionError, evaluateCondition, type Facts, renderTemplate } from '../../core/engine/expression.ts';
import { agentIdSchema } from '../../model/agent.ts';
import { stepIdSchema } from '../../model/ids.ts';
import { type JsonValue, jsonObject, jsonValue } from '../../model/json.ts';
import { problemSchema } from '../../model/problem.ts';
import { type Route, tenantRoute } from './route.ts';

const MAX_TEXT = 20_000;
/** As JSON text, in characters. */
const MAX_FACTS = 100_000;

/** What it is tried on. `names`: what the block around adds, such as `item`, or what an execution knows beside these. */
const facts = z
  .strictObject({
    steps: z.record(stepIdSchema, jsonValue).default({}),
    agents: z.partialRecord(agentIdSchema, jsonValue).default({}),
    inputs: jsonObject.default({}),
    event: jsonValue.default(null),
    names: jsonObject.default({}),
  })
  .refine((given) => JSON.stringify(given).length <= MAX_FACTS, 'These are more than 100 KB');

const body = z.strictObject({
  kind: z.enum(['condition', 'template']),
  text: z.string().min(1).max(MAX_TEXT),
  facts: facts.default({ steps: {}, agents: {}, inputs: {}, event: null, names: {} }),
});

/** `position` is that of the character, from 1. */
const answer = z
  .union([z.object({ value: jsonValue }), z.object({ problem: z.string(), position: z.int().nullable() })])
  .meta({ id: 'Tried' });

/** Tries a condition or a template on given facts, by the engine's own evaluator: nothing is read, stored or done. */
export const expressionRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/expressions',
      summary: 'What a condition or a template comes to with the given facts, or what is wrong with it',
      isKeyless: true,
      body,
      answers: { 200: answer, 422: problemSchema },
    },
    { role: 'editor', scope: 'playbooks:write' },
    async ({ app: { engine }, body: { kind, text, facts: given } }) => {
      const { steps, agents, names, ...rest } = given;
      const known: Facts = { ...rest, ...agents, ...names, steps, now: engine.clock.now() };
      return { status: 200, body: tried(() => value(kind, text, known)) };
    },
  ),
];

function value(kind: z.infer<typeof body>['kind'], text: string, known: Facts): JsonValue {
  return kind === 'condition' ? evaluateCondition(text, known) : renderTemplate(text, known);
}

function tried(act: () => JsonValue): z.infer<typeof answer> {
  try {
    return { value: act() };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { problem: error.message, position: error.position };
  }
}
