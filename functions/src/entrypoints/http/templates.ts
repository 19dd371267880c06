import { z } from 'zod';
import type { App } from '../../app.ts';
import { forecastPlaybook } from '../../core/authoring/forecast.ts';
import { createPlaybook, type Saved } from '../../core/authoring/save-playbook.ts';
import { templateOf, templatesFor } from '../../core/authoring/templates/registry.ts';
import { startWords } from '../../core/authoring/templates/start-words.ts';
import {
  fillTemplate,
  questionsOf,
  sketchTemplate,
  TEMPLATE_CATEGORIES,
  type Template,
  type TemplateFacts,
} from '../../core/authoring/templates/template.ts';
import { normalizePlaybook } from '../../core/authoring/validate-playbook.ts';
import { automateRecommendation } from '../../core/coach/automate-recommendation.ts';
import { missingConnections, neededConnections } from '../../core/governance/connection-use.ts';
import { readAgentConfig } from '../../core/governance/thresholds.ts';
import { type SimulateHow, simulateInline } from '../../core/triggering/simulate.ts';
import { agentIdSchema } from '../../model/agent.ts';
import { GLOBAL_CONFIG } from '../../model/agent-config.ts';
import type { Actor } from '../../model/audit.ts';
import { businessSchema } from '../../model/business.ts';
import { executionIdSchema, TEMPLATE_TRIALS } from '../../model/ids.ts';
import { jsonObject } from '../../model/json.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { type Playbook, type PlaybookDraft, playbookInputSchema, playbookSchema } from '../../model/playbook.ts';
import { problemDetailSchema, problemSchema } from '../../model/problem.ts';
import { allSteps, type StepDraft, stepDraftSchema } from '../../model/step.ts';
import { type TriggerDraft, triggerDraftSchema } from '../../model/trigger.ts';
import { actorOf, type TenantCaller } from './caller.ts';
import { forecastView, toForecastView } from './forecast.ts';
import { assertMayRun, ownerOf, toWholeView, wholeView } from './playbooks.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { MAX_DAYS, simulationView, toSimulationView } from './simulate.ts';

const read = { role: 'viewer', scope: 'playbooks:read' } as const;
const write = { role: 'editor', scope: 'playbooks:write' } as const;
const byId = z.object({ id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/) });
const answers = jsonObject.default({});

const startView = z.object({ type: z.enum(['schedule', 'event', 'webhook', 'manual']), words: z.string() });
const connectionView = z.object({
  connector: z.string(),
  title: z.string(),
  connection: z.string().nullable(),
  href: z.string(),
});
/** `questions` is a JSON schema whose defaults are what is known of the business. */
const templateView = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    sentence: z.string(),
    businesses: z.array(businessSchema),
    category: z.enum(TEMPLATE_CATEGORIES),
    agent: agentIdSchema,
    icon: z.string(),
    questions: jsonObject,
    /** What starts it and what it does, in words, as far as that is known before anything is answered. */
    starts: z.array(startView),
    steps: z.array(z.object({ action: z.string(), title: z.string() })),
    connections: z.array(connectionView.extend({ isThere: z.boolean() })),
  })
  .meta({ id: 'Template' });
/** What it would be. Where answers are missing or wrong, made-up ones stand in, and `problems` names them. */
const previewView = z
  .object({
    name: z.string(),
    starts: z.array(startView),
    content: z.object({
      triggers: z.array(triggerDraftSchema),
      inputs: z.array(playbookInputSchema),
      steps: z.array(stepDraftSchema),
      onFailure: z.array(stepDraftSchema),
    }),
    forecast: forecastView,
    missingConnections: z.array(connectionView),
    problems: z.array(problemDetailSchema),
  })
  .meta({ id: 'TemplatePreview' });

/** Ready-made playbooks. */
export const templateRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/templates',
      summary: 'Ready-made playbooks: what they ask, do and need; those for the kind of business first',
      answers: { 200: z.object({ business: businessSchema.nullable(), items: z.array(templateView) }) },
    },
    read,
    async ({ app, caller }) => {
      const { facts, business } = await factsOf(app, caller);
      const all = templatesFor(business).map((template) => ({ template, draft: sketchTemplate(template, {}, facts) }));
      const needed = await neededConnections(
        deskOf(app),
        caller.orgId,
        all.map(({ draft }) => stepsIn(draft)),
      );
      const items = all.map(({ template, draft }, index) => ({
        ...toView(app, template, facts, draft),
        connections: needed[index] ?? [],
      }));
      return { status: 200, body: { business, items } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/templates/{id}/preview',
      summary:
        'What a template would be with these answers, when it would start and what it would cost; stores nothing',
      params: byId,
      body: z.strictObject({ answers }),
      answers: { 200: previewView, 404: problemSchema, 422: problemSchema },
    },
    read,
    async ({ app, caller, params: { id }, body }) => {
      const template = known(id);
      const { facts } = await factsOf(app, caller);
      const filled = fillTemplate(template, body.answers, facts);
      const draft = 'draft' in filled ? filled.draft : sketchTemplate(template, body.answers, facts);
      return { status: 200, body: await previewOf(app, caller.orgId, draft, 'draft' in filled ? [] : filled.problems) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/templates/{id}/simulate',
      summary:
        'What a template would have done with these answers in the last days; stores no playbook, and nothing but dry runs',
      isRepeatable: true,
      params: byId,
      body: z.strictObject({ answers, days: z.int().min(1).max(MAX_DAYS).default(MAX_DAYS) }),
      answers: { 200: simulationView, 404: problemSchema, 409: problemSchema, 422: problemSchema },
    },
    { role: 'editor', scope: 'executions:run' },
    async ({ app, caller, params: { id }, body, request }) => {
      const { engine } = app;
      const { facts, ownerId } = await factsOf(app, caller);
      const filled = fillTemplate(known(id), body.answers, facts);
      if ('problems' in filled) throw wrongAnswers(filled.problems);
      const isUser = caller.kind === 'user';
      const how: SimulateHow = {
        orgId: caller.orgId,
        playbookId: TEMPLATE_TRIALS,
        startedBy: caller.id,
        member: isUser ? caller.member : null,
        triggeredBy: isUser ? 'manual' : 'api',
        key: `trial|${id}|${caller.id}|${request.get('idempotency-key') ?? engine.random.token()}`,
      };
      const simulation = await simulateInline(engine, how, playbookOf(filled.draft, ownerId), body.days);
      return { status: 200, body: toSimulationView(simulation) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/templates/{id}/use',
      summary: 'Make a playbook of a template, active at once or as a draft; a recommendation is accepted by it',
      params: byId,
      body: z.strictObject({
        answers,
        activate: z.boolean().default(false),
        /** Of the coach, that suggests this template. */
        recommendationId: executionIdSchema.nullable().default(null),
      }),
      answers: { 201: wholeView, 403: problemSchema, 404: problemSchema, 422: problemSchema },
    },
    write,
    async ({ app, caller, params: { id }, body, request }) => {
      const template = known(id);
      if (body.activate) assertMayRun(caller);
      const { facts, ownerId } = await factsOf(app, caller);
      const filled = fillTemplate(template, body.answers, facts);
      if ('problems' in filled) throw wrongAnswers(filled.problems);
      const draft = { ...filled.draft, status: body.activate ? ('active' as const) : ('draft' as const) };
      const by = { actor: actorOf(caller, request), ownerId };
      const { playbookId, playbook } = await made(app, caller.orgId, draft, { ...by, ...body, templateId: id });
      return { status: 201, body: await toWholeView(app, caller.orgId, playbookId, playbook) };
    },
  ),
];

function known(id: string): Template {
  const template = templateOf(id);
  if (template !== undefined) return template;
  throw new HttpProblem(404, 'not_found', `There is no template '${id}'`);
}

interface Making {
  readonly actor: Actor;
  readonly ownerId: string;
  readonly templateId: string;
  readonly recommendationId: string | null;
}

async function made({ engine }: App, orgId: string, draft: PlaybookDraft, making: Making): Promise<Saved> {
  const { recommendationId, templateId, actor, ownerId } = making;
  if (recommendationId === null) return createPlaybook(engine, orgId, draft, { actor, ownerId });
  const of = { orgId, recommendationId, templateId, draft, actor, ownerId };
  const saved = await automateRecommendation(engine, of);
  if (saved === 'unknown') throw new HttpProblem(404, 'not_found', `There is no recommendation ${recommendationId}`);
  if (saved !== 'other') return saved;
  const errors = [{ path: 'recommendationId', message: 'It does not suggest this template; leave it out' }];
  throw new HttpProblem(422, 'invalid', 'The recommendation does not suggest this template', { errors });
}

/** As it would be stored. */
function playbookOf({ contract: _, ...draft }: PlaybookDraft, ownerId: string | null): Playbook {
  return playbookSchema.parse({ ...draft, status: 'active', ownerId });
}

function wrongAnswers(errors: readonly z.infer<typeof problemDetailSchema>[]): HttpProblem {
  const [first] = errors;
  return new HttpProblem(422, 'invalid', first?.message ?? 'An answer is missing', { errors });
}

const deskOf = ({ engine, connectors, secrets }: App) => ({ ...engine, connectors, secrets });
const stepsIn = ({ steps, onFailure }: PlaybookDraft): StepDraft[] => [...steps, ...onFailure];

/** Whose it would be: the caller's, or where a program asks, that of an owner of the business. */
async function factsOf({ engine }: App, caller: TenantCaller) {
  const { orgId } = caller;
  const ownerId = caller.kind === 'user' ? caller.id : await ownerOf(engine.store, orgId);
  const [stored, thresholds, member] = await Promise.all([
    engine.store.get(top.tenant(orgId)),
    readAgentConfig(engine.store, orgId, GLOBAL_CONFIG),
    caller.kind === 'user'
      ? caller.member
      : engine.store.get(tenantPaths(orgId).member(ownerId)).then((one) => one?.data),
  ]);
  if (stored === null || !member) throw new HttpProblem(404, 'not_found', 'The team is gone');
  const tenant = stored.data;
  const facts: TemplateFacts = { tenant, user: member, thresholds, now: engine.clock.now() };
  return { facts, ownerId, business: tenant.business };
}

function startsOf(triggers: readonly TriggerDraft[], locale: string) {
  return triggers.map((trigger) => ({ type: trigger.type, words: startWords(trigger, locale) }));
}

function toView({ engine }: App, template: Template, facts: TemplateFacts, draft: PlaybookDraft) {
  const { id, title, description, sentence, businesses, category, agent, icon } = template;
  const steps = allSteps(draft.steps).map(({ action }) => ({
    action,
    title: engine.catalog.get(action)?.title ?? action,
  }));
  const starts = startsOf(draft.triggers, facts.tenant.locale);
  const questions = questionsOf(template, facts);
  return {
    id,
    title,
    description,
    sentence,
    businesses: [...businesses],
    category,
    agent,
    icon,
    questions,
    starts,
    steps,
  };
}

async function previewOf(
  app: App,
  orgId: string,
  draft: PlaybookDraft,
  wrong: readonly z.infer<typeof problemDetailSchema>[],
): Promise<z.input<typeof previewView>> {
  const { engine } = app;
  const normalized = normalizePlaybook(draft, engine.catalog);
  const content = 'problems' in normalized ? draft : normalized.content;
  const { triggers, inputs, steps, onFailure } = content;
  const playbook = playbookOf(draft, null);
  const [forecast, missing, tenant] = await Promise.all([
    forecastPlaybook(engine, orgId, 'template', playbook),
    missingConnections(deskOf(app), orgId, stepsIn(draft)),
    engine.store.get(top.tenant(orgId)),
  ]);
  return {
    name: draft.name,
    starts: startsOf(triggers, tenant?.data.locale ?? 'en-US'),
    content: { triggers, inputs, steps, onFailure },
    forecast: toForecastView(forecast),
    missingConnections: missing,
    problems: [...wrong, ...('problems' in normalized ? normalized.problems : [])],
  };
}
