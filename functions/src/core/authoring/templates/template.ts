import { z } from 'zod';
import type { AgentId } from '../../../model/agent.ts';
import type { Thresholds } from '../../../model/agent-config.ts';
import type { Business } from '../../../model/business.ts';
import { type JsonObject, jsonObject } from '../../../model/json.ts';
import { type PlaybookDraft, playbookDraftSchema } from '../../../model/playbook.ts';
import type { ProblemDetail } from '../../../model/problem.ts';
import type { Tenant } from '../../../model/tenant.ts';
import { knownAnswers, MADE_UP } from './questions.ts';

/** What purposes templates are sorted by; the same words as the categories of playbooks. */
export const TEMPLATE_CATEGORIES = ['intelligence', 'marketing', 'customers', 'finance', 'operations'] as const;
type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/** Whose playbook it becomes, as far as a template needs it. */
export interface TemplateFacts {
  readonly tenant: Pick<Tenant, 'name' | 'timezone' | 'currency' | 'locale' | 'competitors'>;
  readonly user: { readonly name: string; readonly email: string };
  /** What the business has set for itself; left out, the questions ask with their own defaults. */
  readonly thresholds?: Thresholds;
  readonly now: Date;
}

/** What is executed of it, as people write it: what else a draft has comes from the template. */
export type Built = Pick<z.input<typeof playbookDraftSchema>, 'steps'> &
  Partial<Pick<z.input<typeof playbookDraftSchema>, 'triggers' | 'inputs' | 'overlap' | 'contract'>>;

interface Described {
  readonly id: string;
  readonly title: string;
  /** One sentence, in an owner's words. */
  readonly description: string;
  /** What people say who look for it. */
  readonly sentence: string;
  /** Whom it suits; the one that it suits best first. */
  readonly businesses: readonly [Business, ...Business[]];
  readonly category: TemplateCategory;
  readonly agent: AgentId;
  /** A Lucide icon name. */
  readonly icon: string;
  /** Answers that nobody but the owner knows, made up: by these it is shown before anything is answered. */
  readonly example: JsonObject;
}

/** A playbook that is ready but for a few answers. */
export interface Template extends Described {
  /** An object; each question has a title, and a description where it needs help. */
  readonly questions: z.ZodObject;
  readonly build: (answers: never, facts: TemplateFacts) => Built;
}

interface Definition<S extends z.ZodRawShape> extends Omit<Described, 'example'> {
  readonly example?: JsonObject;
  readonly questions: S;
  build(answers: z.output<z.ZodObject<S, z.core.$strict>>, facts: TemplateFacts): Built;
}

export function defineTemplate<S extends z.ZodRawShape>({ example = {}, ...rest }: Definition<S>): Template {
  return { ...rest, example, questions: z.strictObject(rest.questions) };
}

/** The answers as far as they are known before anybody is asked, by the name of the question. */
export function givenAnswers({ questions }: Template, facts: TemplateFacts): JsonObject {
  const known = knownAnswers(facts);
  return Object.fromEntries(
    Object.keys(questions.shape).flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]])),
  );
}

type Filled = { readonly draft: PlaybookDraft } | { readonly problems: readonly ProblemDetail[] };

/** The playbook that these answers make; what is left out stands as it is known. Problems name the answers. */
export function fillTemplate(template: Template, answers: JsonObject, facts: TemplateFacts): Filled {
  const read = template.questions.safeParse({ ...givenAnswers(template, facts), ...answers });
  if (read.success) return { draft: draftOf(template, read.data, facts) };
  return {
    problems: read.error.issues.flatMap(({ path, message, ...issue }) => {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys : null;
      const paths = unknown?.map((key) => [key]) ?? [path];
      return paths.map((at) => ({
        path: ['answers', ...at].join('.'),
        message: unknown === null ? message : 'This is not asked here',
      }));
    }),
  };
}

/** Like `fillTemplate`, with made-up answers in place of those that are missing or wrong: it can always be shown. */
export function sketchTemplate(template: Template, answers: JsonObject, facts: TemplateFacts): PlaybookDraft {
  const candidates = [answers, givenAnswers(template, facts), template.example, MADE_UP];
  const right = Object.entries(template.questions.shape).flatMap(([name, question]) => {
    const isRight = (value: unknown) => value !== undefined && z.safeParse(question, value).success;
    const value = candidates.map((given) => given[name]).find(isRight);
    return value === undefined ? [] : [[name, value]];
  });
  return draftOf(template, template.questions.parse(Object.fromEntries(right)), facts);
}

function draftOf(template: Template, answers: Readonly<Record<string, unknown>>, facts: TemplateFacts): PlaybookDraft {
  const { title, description, category, agent } = template;
  const built = template.build(answers as never, facts);
  return playbookDraftSchema.parse({ name: title, description, category, agent, ...built });
}

const schemas = new WeakMap<Template, JsonObject>();

/** Worked out once: it takes its time, and is the same for everybody. */
function schemaOf(template: Template): JsonObject {
  const known = schemas.get(template);
  if (known !== undefined) return known;
  const { $schema: _, ...schema } = z.toJSONSchema(template.questions, { io: 'input', unrepresentable: 'any' });
  const plain = jsonObject.parse(JSON.parse(JSON.stringify(schema)));
  schemas.set(template, plain);
  return plain;
}

/** The questions as a form shows them: a JSON schema with what is known as defaults. */
export function questionsOf(template: Template, facts: TemplateFacts): JsonObject {
  const schema = schemaOf(template);
  const given = givenAnswers(template, facts);
  const properties = Object.entries(Object(schema.properties)).map(([name, property]) => {
    return [name, given[name] === undefined ? property : { ...Object(property), default: given[name] }] as const;
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}
