import type { Response } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { describeStep } from '../../core/authoring/describe-step.ts';
import { suggestion } from '../../core/authoring/nearest.ts';
import type { AnyStepType } from '../../core/engine/step-type.ts';
import { jsonObject } from '../../model/json.ts';
import { riskSchema } from '../../model/policy.ts';
import { problemSchema } from '../../model/problem.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

function varyingView<T extends z.ZodType<string>>(value: T) {
  return z.union([
    value,
    z.object({
      dependsOn: z.array(z.string()),
      upTo: value,
      byValue: z.record(z.string(), value).nullable(),
      byCount: z.array(z.tuple([z.int(), value])).nullable(),
      without: value.nullable(),
    }),
  ]);
}

/** `params` and `output` are JSON schemas (2020-12), each a document of its own. */
const stepTypeView = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    modelDescription: z.string(),
    category: z.string(),
    icon: z.string(),
    kind: z.enum(['action', 'branch', 'fork', 'wait', 'child', 'unfold']),
    risk: varyingView(riskSchema),
    effect: varyingView(z.enum(['none', 'idempotent', 'once'])),
    limit: z.object({ name: z.string(), perDay: z.int() }).nullable(),
    connectors: z.array(z.object({ id: z.string(), title: z.string() })),
    isTainting: z.boolean(),
    timeoutMs: z.int().nullable(),
    retry: z.object({ maxAttempts: z.int(), baseDelayMs: z.int(), maxDelayMs: z.int() }).nullable(),
    example: jsonObject,
    params: jsonObject,
    output: jsonObject,
    htmlParams: z.array(z.string()),
    literals: z.array(z.string()),
    wires: z.record(z.string(), z.array(z.string())),
    holds: z.enum(['steps', 'branches']).nullable(),
  })
  .meta({ id: 'StepType' });

const reader = { role: 'viewer', scope: 'playbooks:read' } as const;
/** They change with a deployment only; the ETag that every answer has spares the way back. */
const CACHED = 'private, max-age=300';

export const stepRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/steps',
      summary: 'Every step type: what it does, what it takes and what it gives',
      answers: { 200: z.object({ items: z.array(stepTypeView) }) },
    },
    reader,
    async ({ app, response }) => {
      return cached(response, { items: app.engine.catalog.all().map((type) => toView(app, type)) });
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/steps/{action}',
      summary: 'One step type',
      params: z.object({ action: z.string().max(64) }),
      answers: { 200: stepTypeView, 404: problemSchema },
    },
    reader,
    async ({ app, params: { action }, response }) => {
      const { catalog } = app.engine;
      const type = catalog.get(action);
      if (type !== undefined) return cached(response, toView(app, type));
      const hint = suggestion(
        action,
        catalog.all().map(({ id }) => id),
      );
      throw new HttpProblem(404, 'not_found', `There is no step type '${action}'${hint}`);
    },
  ),
];

function toView({ connectors }: App, type: AnyStepType) {
  const described = describeStep(type);
  const titled = described.connectors.map((id) => ({ id, title: connectors.get(id)?.title ?? id }));
  return { ...described, connectors: titled };
}

function cached(response: Response, body: object) {
  response.set('Cache-Control', CACHED);
  return { status: 200, body };
}
