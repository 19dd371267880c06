import { agentIdSchema } from '@model/agent.ts';
import { type Business, businessSchema } from '@model/business.ts';
import { type JsonObject, jsonObject } from '@model/json.ts';
import { problemDetailSchema } from '@model/problem.ts';
import type { Recommendation } from '@model/recommendation.ts';
import { stepDraftSchema } from '@model/step.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { jsonSchemaSchema } from '../../../lib/json-schema.ts';
import { type Simulation, simulationSchema } from '../../../lib/simulation.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const connectionSchema = z.object({ connector: z.string(), title: z.string(), href: z.string() });
const startSchema = z.object({ type: z.enum(['schedule', 'event', 'webhook', 'manual']), words: z.string() });
const templateSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  sentence: z.string(),
  businesses: z.array(businessSchema),
  category: z.string(),
  agent: agentIdSchema,
  /** A Lucide icon name. */
  icon: z.string(),
  questions: jsonSchemaSchema,
  starts: z.array(startSchema),
  steps: z.array(z.object({ action: z.string(), title: z.string() })),
  connections: z.array(connectionSchema.extend({ isThere: z.boolean() })),
});
export type Template = z.infer<typeof templateSchema>;

export interface Gallery {
  /** The kind of business that it is, where somebody has said so. */
  readonly business: Business | null;
  readonly items: readonly Template[];
}
const gallerySchema: z.ZodType<Gallery> = z.object({
  business: businessSchema.nullable(),
  items: z.array(templateSchema),
});

/** All templates; those that suit the business come first. */
export function useTemplates(): Live<Gallery> {
  return useAnswer('templates', (api) => api.call({ method: 'GET', path: '/api/templates', answer: gallerySchema }));
}

const previewSchema = z.object({
  starts: z.array(startSchema),
  content: z.object({ steps: z.array(stepDraftSchema), onFailure: z.array(stepDraftSchema) }),
  forecast: z.object({
    triggers: z.array(z.object({ next: z.array(z.object({ local: z.string() })) })),
    executionsPerMonth: z.object({ min: z.int(), max: z.int() }),
    /** In millionths of a US dollar. */
    cost: z.object({ min: z.int(), max: z.int() }),
    limits: z.array(z.object({ words: z.string(), isTouched: z.boolean() })),
    notes: z.array(z.string()),
  }),
  missingConnections: z.array(connectionSchema),
  problems: z.array(problemDetailSchema),
});
export type Preview = z.infer<typeof previewSchema>;

/** What it would be with these answers; what is missing among them is made up, and named in `problems`. */
export function usePreview(templateId: string, answers: JsonObject): Live<Preview> {
  return useAnswer(`${templateId} ${JSON.stringify(answers)}`, (api) =>
    api.call({
      method: 'POST',
      path: `/api/templates/${templateId}/preview`,
      body: { answers },
      answer: previewSchema,
    }),
  );
}

const madeSchema = z.object({ playbookId: z.string(), name: z.string() });

interface Taking {
  readonly answers: JsonObject;
  readonly activate: boolean;
  /** The recommendation that it was suggested by, which is accepted by that; null where there is none. */
  readonly recommendationId: string | null;
}

/** Makes a playbook of it. */
export function takeTemplate(api: Api, templateId: string, taking: Taking) {
  return api.call({ method: 'POST', path: `/api/templates/${templateId}/use`, body: taking, answer: madeSchema });
}

/** What it would have done of the last days with these answers. Nothing is stored but dry runs. */
export function simulateTemplate(api: Api, templateId: string, answers: JsonObject, days: number): Promise<Simulation> {
  return api.call({
    method: 'POST',
    path: `/api/templates/${templateId}/simulate`,
    body: { answers, days },
    answer: simulationSchema,
  });
}

/** What the coach suggests: this template, with these answers. */
export interface Suggestion {
  readonly recommendationId: string;
  readonly title: string;
  readonly answers: JsonObject;
  /** The playbook that was made of it last; null where none was. */
  readonly playbookId: string | null;
}

/** What a recommendation suggests to have done by a template; null where it suggests another one, or is gone. */
export function suggestionOf(templateId: string, recommendation: Entry<Recommendation> | null): Suggestion | null {
  if (recommendation === null || recommendation.data === null) return null;
  const { title, playbook, acceptance } = recommendation.data;
  if (playbook === null || playbook.templateId !== templateId) return null;
  const answers = answersIn(playbook.answersJson);
  return { recommendationId: recommendation.id, title, answers, playbookId: acceptance?.playbookId ?? null };
}

function answersIn(json: string): JsonObject {
  try {
    return jsonObject.catch({}).parse(JSON.parse(json));
  } catch {
    return {};
  }
}
