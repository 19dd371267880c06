import cors from 'cors';
import express, { type Express, type Request } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { App } from '../../app.ts';
import { sha256Hex } from '../../core/derive-id.ts';
import { accountRoutes } from './account.ts';
import { agentConfigRoutes } from './agent-configs.ts';
import { agentRoutes } from './agents.ts';
import { alertRoutes } from './alerts.ts';
import { analyticsRoutes } from './analytics.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { approvalRoutes } from './approvals.ts';
import { auditRoute } from './audit.ts';
import { keepBytes, readJson } from './body.ts';
import { calendarRoutes } from './calendar.ts';
import { apiKeyOf, bearer, looksLikeJwt } from './caller.ts';
import { chatRoutes } from './chat.ts';
import { coachRoutes } from './coach.ts';
import { coachMetricsRoutes } from './coach-metrics.ts';
import { coachPlanRoutes } from './coach-plans.ts';
import { competitiveActionRoutes } from './competitive-actions.ts';
import { connectionRoutes } from './connections.ts';
import { cronRoutes } from './cron.ts';
import { dataRoutes } from './data.ts';
import { deviceRoutes } from './devices.ts';
import { emailRoutes } from './email.ts';
import { eventRoutes } from './events.ts';
import { executeRoute } from './execute.ts';
import { executionCommentRoutes } from './execution-comments.ts';
import { executionRoutes } from './executions.ts';
import { executionsExportRoute } from './executions-export.ts';
import { explainRoutes } from './explain.ts';
import { expressionRoutes } from './expressions.ts';
import { forecastRoute } from './forecast.ts';
import { galleryRoutes } from './gallery.ts';
import { galleryModerationRoutes } from './gallery-moderation.ts';
import { galleryOrderRoutes } from './gallery-orders.ts';
import { galleryPublishRoutes } from './gallery-publish.ts';
import { galleryReviewRoutes } from './gallery-reviews.ts';
import { historyRoutes } from './history.ts';
import { hookRoutes } from './hooks.ts';
import { invitationRoutes } from './invitations.ts';
import { mcpRoutes } from './mcp.ts';
import { notificationPreferenceRoutes } from './notification-preferences.ts';
import { notificationRoutes } from './notifications.ts';
import { platformRoutes } from './platform.ts';
import { playbookDraftRoutes } from './playbook-drafts.ts';
import { playbookFiguresRoutes } from './playbook-figures.ts';
import { playbookHookRoutes } from './playbook-hooks.ts';
import { playbookVersionRoutes } from './playbook-versions.ts';
import { playbookRoutes } from './playbooks.ts';
import { pressRoutes } from './presses.ts';
import { answerProblems, HttpProblem, notFound } from './problem.ts';
import { replayRoutes } from './replay.ts';
import { mount, type Route } from './route.ts';
import { sampleDataRoutes } from './sample-data.ts';
import { scheduleRoutes } from './schedules.ts';
import { sheetsLogRoutes } from './sheets-log.ts';
import { simulateRoute } from './simulate.ts';
import { skillRoutes } from './skills.ts';
import { stepInputRoutes } from './step-inputs.ts';
import { stepTestRoute } from './step-test.ts';
import { stepRoutes } from './steps.ts';
import { taskRoutes } from './tasks.ts';
import { teamRoutes } from './team.ts';
import { telegramCodeRoutes } from './telegram-code.ts';
import { templateRoutes } from './templates.ts';
import { tenantRoutes } from './tenant.ts';
import { unsubscribeRoutes } from './unsubscribe.ts';

const MINUTE_MS = 60_000;
/** By CRON_SECRET, per playbook: whoever may look at a Scheduler job can read it there. */
const EXECUTES_A_MINUTE = 60;

export const routes: readonly Route[] = [
  executeRoute,
  ...playbookFiguresRoutes,
  ...playbookRoutes,
  ...playbookVersionRoutes,
  ...playbookDraftRoutes,
  forecastRoute,
  simulateRoute,
  executionsExportRoute,
  ...executionRoutes,
  ...executionCommentRoutes,
  ...replayRoutes,
  ...eventRoutes,
  ...approvalRoutes,
  ...taskRoutes,
  ...emailRoutes,
  ...stepRoutes,
  ...stepInputRoutes,
  ...expressionRoutes,
  ...templateRoutes,
  ...sampleDataRoutes,
  ...calendarRoutes,
  ...scheduleRoutes,
  ...skillRoutes,
  ...historyRoutes,
  ...notificationRoutes,
  ...notificationPreferenceRoutes,
  ...telegramCodeRoutes,
  ...alertRoutes,
  ...analyticsRoutes,
  ...hookRoutes,
  ...pressRoutes,
  ...playbookHookRoutes,
  ...explainRoutes,
  ...tenantRoutes,
  ...teamRoutes,
  ...invitationRoutes,
  ...apiKeyRoutes,
  auditRoute,
  ...deviceRoutes,
  ...accountRoutes,
  ...agentConfigRoutes,
  ...agentRoutes,
  ...competitiveActionRoutes,
  ...coachRoutes,
  ...coachMetricsRoutes,
  ...coachPlanRoutes,
  // Before the items: their names are no ids of items.
  ...galleryPublishRoutes,
  ...galleryModerationRoutes,
  ...galleryOrderRoutes,
  ...galleryRoutes,
  ...galleryReviewRoutes,
  ...connectionRoutes,
  stepTestRoute,
  ...dataRoutes,
  ...sheetsLogRoutes,
  ...chatRoutes,
  ...mcpRoutes,
  ...unsubscribeRoutes,
  ...cronRoutes,
  ...platformRoutes(() => routes),
];

/** The express app of the `api` function. */
export function createServer(app: () => App): Express {
  const server = express();
  const { config, engine, conceal } = app();
  // What a tenant's own are, `route.ts` takes out.
  const nobody = conceal(null);
  server.disable('x-powered-by');
  server.set('json replacer', (_: string, value: unknown) => (typeof value === 'string' ? nobody.text(value) : value));
  // One address for one thing: limits and idempotency keys go by the address.
  server.enable('case sensitive routing');
  server.set('trust proxy', 1);
  server.use(helmet());
  // Where the systems before this one had their coach.
  server.use((request, _, next) => {
    if (request.url.startsWith('/v1/')) request.url = `/api${request.url}`;
    next();
  });
  server.use(cors({ origin: [...config.webOrigins], maxAge: 3600, exposedHeaders: ['Retry-After', 'X-Total-Count'] }));
  // A guard against bursts, per address and instance; the tenant's own limits are governance's.
  server.use(limited(config.requestsAMinute, (request) => request.ip ?? 'unknown'));
  server.use('/api/playbooks/:id/execute', limited(EXECUTES_A_MINUTE, executeKey, isPersonOrKey));
  server.post('/api/hooks/:hookId', keepBytes);
  server.post('/api/slack/actions/:orgId/:connectionId', keepBytes);
  server.post('/api/payments/stripe', keepBytes);
  server.use(readJson);
  const router = express.Router({ caseSensitive: true, strict: true });
  mount(router, app, routes);
  server.use(router);
  server.use(notFound);
  server.use(answerProblems(engine.log));
  return server;
}

function limited(
  limit: number,
  keyGenerator: (request: Request) => string,
  skip: (request: Request) => boolean = () => false,
) {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit,
    keyGenerator,
    skip,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false,
    handler: () => {
      throw new HttpProblem(429, 'too_many_requests', 'Wait a minute and try again', {
        headers: { 'Retry-After': '60' },
      });
    },
  });
}

/** Whoever comes with an API key or an ID token rather than with the secret. */
function isPersonOrKey(request: Request): boolean {
  const token = bearer(request);
  if (request.get('x-cron-secret') !== undefined) return false;
  return apiKeyOf(request) !== null || (token !== null && looksLikeJwt(token));
}

/** Per playbook and credential: whoever guesses at secrets does not use up the places of the real caller. */
function executeKey(request: Request): string {
  const credential = request.get('authorization') ?? request.get('x-cron-secret') ?? request.get('x-api-key') ?? '';
  return sha256Hex(`${String(request.params.id)}|${credential}`);
}
