import { z } from 'zod';
import { deriveId, sha256Hex } from '../../core/derive-id.ts';
import { asData, askForObject, DATA_RULE, spentOn } from '../../core/engine/ask-model.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { canonicalJson, jsonValue } from '../../model/json.ts';
import type { ModelAnswer } from '../../model/model-answer.ts';
import { tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import { mostOf } from './routine.ts';

interface Question<T> {
  readonly instructions: string;
  /** What it is about: read by the model, not obeyed. */
  readonly text: string;
  readonly schema: z.ZodType<T>;
  readonly maxOutputTokens: number;
  readonly cache: boolean;
}
interface Answered<T> {
  readonly value: T;
  readonly model: string;
  readonly tokens: number;
  readonly isCached: boolean;
}

/** Has the model for routine work answer, or remembers what it answered within the last 24 hours. */
export async function askRoutinely<T>(context: StepContext, question: Question<T>): Promise<Answered<T>> {
  const { schema, maxOutputTokens, text } = question;
  const asked = { instructions: `${question.instructions}\n${DATA_RULE}`, prompt: asData(text), maxOutputTokens };
  const remembered = question.cache ? await recall(context, schema, asked) : null;
  if (remembered !== null) return { ...remembered, tokens: 0, isCached: true };
  let tokens = 0;
  const { tokens: maxTokens = 0 } = mostOf(text, maxOutputTokens);
  const request = { ...asked, schema, maxTokens, tier: 'routine' as const, signal: context.signal };
  const { value, model } = await askForObject(context.llm, request, (answer) => {
    tokens += answer.tokens;
    context.meter({ vendorCalls: 1, ...spentOn(answer) });
  });
  if (question.cache) await remember(context, schema, asked, { value, model });
  return { value, model, tokens, isCached: false };
}

type Asked = Pick<Question<unknown>, 'instructions' | 'maxOutputTokens'> & { readonly prompt: string };

/** The same model, words and form of answer, in the same tenant. */
function answerRef({ orgId, setting }: StepContext, schema: z.ZodType, asked: Asked) {
  const model = setting('LLM_ROUTINE_MODEL') ?? setting('LLM_MODEL') ?? '';
  const shape = z.toJSONSchema(schema, { unrepresentable: 'any' });
  const question = sha256Hex(canonicalJson(jsonValue.parse({ model, shape, ...asked })));
  return tenantPaths(orgId).modelAnswer(deriveId(orgId, 'answer', question));
}

async function recall<T>(context: StepContext, schema: z.ZodType<T>, asked: Asked) {
  const stored = await context.store.find(answerRef(context, schema, asked));
  if (!stored?.data || stored.data.expireAt <= context.clock.now()) return null;
  const value = schema.safeParse(JSON.parse(stored.data.answerJson));
  return value.success ? { value: value.data, model: stored.data.model } : null;
}

async function remember(
  context: StepContext,
  schema: z.ZodType,
  asked: Asked,
  { value, model }: { readonly value: unknown; readonly model: string },
): Promise<void> {
  if (context.mode === 'dry_run') return;
  const createdAt = context.clock.now();
  const expireAt = expiryOf('answer', createdAt);
  const data: ModelAnswer = { answerJson: JSON.stringify(value), model, createdAt, expireAt };
  await context.store.commit([{ op: 'set', path: answerRef(context, schema, asked).path, data }]);
}
