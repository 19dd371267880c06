import { agentIdSchema } from '@model/agent.ts';
import { type Business, businessSchema } from '@model/business.ts';
import type { JsonObject } from '@model/json.ts';
import { problemDetailSchema } from '@model/problem.ts';
import { stepDraftSchema } from '@model/step.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { jsonSchemaSchema } from '../../../lib/json-schema.ts';
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

/** Makes a playbook of it. */
export function takeTemplate(api: Api, templateId: string, answers: JsonObject, activate: boolean) {
  return api.call({
    method: 'POST',
    path: `/api/templates/${templateId}/use`,
    body: { answers, activate },
    answer: madeSchema,
  });
}
