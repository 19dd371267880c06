import { executionIdSchema, playbookIdSchema } from '@model/ids.ts';
import { eventNameSchema } from '@model/trigger.ts';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod';
import { Layout } from './layout/layout.tsx';
import { NotFound, RouteError } from './layout/not-found.tsx';

const executionStatuses = ['queued', 'running', 'waiting', 'completed', 'failed', 'canceled', 'skipped'] as const;
const playbookStatuses = ['draft', 'active', 'paused', 'archived'] as const;

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound, errorComponent: RouteError });

// Every address of the app. A search parameter that makes no sense is left out, not refused.
const chat = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: z.object({
    c: z
      .string()
      .regex(/^(?!__.*__$)[\w-]{1,64}$/)
      .optional()
      .catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/chat.tsx')),
});
const playbooks = createRoute({
  getParentRoute: () => root,
  path: '/playbooks',
  validateSearch: z.object({ status: z.enum(playbookStatuses).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./routes/playbooks.tsx')),
});
const playbook = createRoute({
  getParentRoute: () => root,
  path: '/playbooks/$playbookId',
  beforeLoad: ({ params }) => requireId(playbookIdSchema, params.playbookId),
  component: lazyRouteComponent(() => import('./routes/playbook.tsx')),
});
const newPlaybook = createRoute({
  getParentRoute: () => root,
  path: '/playbooks/new',
  component: lazyRouteComponent(() => import('./routes/new-playbook.tsx')),
});
const editPlaybook = createRoute({
  getParentRoute: () => root,
  path: '/playbooks/$playbookId/edit',
  beforeLoad: ({ params }) => requireId(playbookIdSchema, params.playbookId),
  component: lazyRouteComponent(() => import('./routes/edit-playbook.tsx')),
});
const templates = createRoute({
  getParentRoute: () => root,
  path: '/templates',
  component: lazyRouteComponent(() => import('./routes/templates.tsx')),
});
const template = createRoute({
  getParentRoute: () => root,
  path: '/templates/$templateId',
  beforeLoad: ({ params }) => requireId(playbookIdSchema, params.templateId),
  component: lazyRouteComponent(() => import('./routes/template.tsx')),
});
const calendar = createRoute({
  getParentRoute: () => root,
  path: '/calendar',
  validateSearch: z.object({
    view: z.enum(['week', 'month']).optional().catch(undefined),
    day: z.iso.date().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/calendar.tsx')),
});
const executions = createRoute({
  getParentRoute: () => root,
  path: '/executions',
  validateSearch: z.object({ status: z.enum(executionStatuses).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./routes/executions.tsx')),
});
const execution = createRoute({
  getParentRoute: () => root,
  path: '/executions/$executionId',
  beforeLoad: ({ params }) => requireId(executionIdSchema, params.executionId),
  component: lazyRouteComponent(() => import('./routes/execution.tsx')),
});

const events = createRoute({
  getParentRoute: () => root,
  path: '/events',
  validateSearch: z.object({ name: eventNameSchema.optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./routes/events.tsx')),
});
const event = createRoute({
  getParentRoute: () => root,
  path: '/events/$eventId',
  beforeLoad: ({ params }) => requireId(executionIdSchema, params.eventId),
  component: lazyRouteComponent(() => import('./routes/event.tsx')),
});

const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: z.object({ show: z.enum(['decided']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./routes/approvals.tsx')),
});

const approval = createRoute({
  getParentRoute: () => root,
  path: '/approvals/$approvalId',
  beforeLoad: ({ params }) => requireId(executionIdSchema, params.approvalId),
  component: lazyRouteComponent(() => import('./routes/approval.tsx')),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./routes/settings.tsx')),
});
const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/business', replace: true });
  },
});
const business = createRoute({
  getParentRoute: () => settings,
  path: '/business',
  component: lazyRouteComponent(() => import('../features/settings/components/business-settings.tsx')),
});
const safety = createRoute({
  getParentRoute: () => settings,
  path: '/safety',
  component: lazyRouteComponent(() => import('../features/settings/components/safety-settings.tsx')),
});
const team = createRoute({
  getParentRoute: () => settings,
  path: '/team',
  component: lazyRouteComponent(() => import('../features/settings/components/team-settings.tsx')),
});
const keys = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  component: lazyRouteComponent(() => import('../features/settings/components/key-settings.tsx')),
});
const connections = createRoute({
  getParentRoute: () => settings,
  path: '/connections',
  validateSearch: z.object({
    connector: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,39}$/)
      .optional()
      .catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/settings/components/connection-settings.tsx')),
});
const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  component: lazyRouteComponent(() => import('../features/settings/components/audit-log.tsx')),
});
const data = createRoute({
  getParentRoute: () => settings,
  path: '/data',
  component: lazyRouteComponent(() => import('../features/settings/components/data-settings.tsx')),
});

/** What can be no id is at no address. */
function requireId(schema: z.ZodType<string>, id: string): void {
  if (!schema.safeParse(id).success) throw notFound();
}

export const router = createRouter({
  routeTree: root.addChildren([
    chat,
    playbooks,
    newPlaybook,
    playbook,
    editPlaybook,
    templates,
    template,
    calendar,
    executions,
    execution,
    events,
    event,
    approvals,
    approval,
    settings.addChildren([settingsIndex, business, safety, team, connections, keys, audit, data]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
