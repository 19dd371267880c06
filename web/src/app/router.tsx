import { BUSINESSES } from '@model/business.ts';
import { executionIdSchema, playbookIdSchema, stepIdSchema } from '@model/ids.ts';
import { eventNameSchema } from '@model/trigger.ts';
import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { analyticsSearch } from '../features/analytics/api/search-params.ts';
import { executionsSearch } from '../features/executions/api/search-params.ts';
import { galleryRoutes } from './gallery-routes.ts';
import { requireId, root } from './root-route.ts';
import { settingsRoutes } from './settings-routes.ts';

const playbookStatuses = ['active', 'paused', 'draft', 'attention', 'archived'] as const;
const agents = ['craig', 'ezal', 'pops', 'money_mike'] as const;
const coachTabs = ['plans', 'effect', 'figures'] as const;
const playbookTabs = ['flow', 'executions', 'versions', 'simulate', 'why'] as const;

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
    /** What stands in the field, for the person to look at and to send. */
    say: z.string().max(2_000).optional().catch(undefined),
    /** A recommendation: the latest conversation about it goes on, or one begins. */
    about: executionIdSchema.optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/chat.tsx')),
});
const playbooks = createRoute({
  getParentRoute: () => root,
  path: '/playbooks',
  validateSearch: z.object({
    status: z.enum(playbookStatuses).optional().catch(undefined),
    category: z.string().max(32).optional().catch(undefined),
    agent: z.enum(agents).optional().catch(undefined),
    q: z.string().max(120).optional().catch(undefined),
    sort: z.enum(['name', 'next']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/playbooks.tsx')),
});
const playbook = createRoute({
  getParentRoute: () => root,
  path: '/playbooks/$playbookId',
  beforeLoad: ({ params }) => requireId(playbookIdSchema, params.playbookId),
  validateSearch: z.object({
    tab: z.enum(playbookTabs).optional().catch(undefined),
    step: stepIdSchema.optional().catch(undefined),
  }),
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
  validateSearch: z.object({
    q: z.string().max(100).optional().catch(undefined),
    business: z
      .enum([...BUSINESSES, 'all'])
      .optional()
      .catch(undefined),
    category: z.string().max(40).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/templates.tsx')),
});
const template = createRoute({
  getParentRoute: () => root,
  path: '/templates/$templateId',
  beforeLoad: ({ params }) => requireId(playbookIdSchema, params.templateId),
  // The one of the coach's that suggests it.
  validateSearch: z.object({ recommendation: executionIdSchema.optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./routes/template.tsx')),
});
const skills = createRoute({
  getParentRoute: () => root,
  path: '/skills',
  validateSearch: z.object({ q: z.string().max(100).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./routes/skills.tsx')),
});
const skill = createRoute({
  getParentRoute: () => root,
  path: '/skills/$skillId',
  beforeLoad: ({ params }) => requireId(playbookIdSchema, params.skillId),
  // The execution whose result is looked at.
  validateSearch: z.object({ run: executionIdSchema.optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./routes/skill.tsx')),
});
const coach = createRoute({
  getParentRoute: () => root,
  path: '/coach',
  validateSearch: z.object({ tab: z.enum(coachTabs).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./routes/coach.tsx')),
});
const calendar = createRoute({
  getParentRoute: () => root,
  path: '/calendar',
  validateSearch: z.object({
    view: z.enum(['week', 'month']).optional().catch(undefined),
    day: z.iso.date().optional().catch(undefined),
    playbook: playbookIdSchema.optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/calendar.tsx')),
});
const executions = createRoute({
  getParentRoute: () => root,
  path: '/executions',
  validateSearch: executionsSearch,
  component: lazyRouteComponent(() => import('./routes/executions.tsx')),
});
const analytics = createRoute({
  getParentRoute: () => root,
  path: '/analytics',
  validateSearch: analyticsSearch,
  component: lazyRouteComponent(() => import('./routes/analytics.tsx')),
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
  validateSearch: z.object({
    name: eventNameSchema.optional().catch(undefined),
    from: z.iso.date().optional().catch(undefined),
    to: z.iso.date().optional().catch(undefined),
    about: z.string().max(100).optional().catch(undefined),
  }),
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
  validateSearch: z.object({
    show: z.enum(['decided']).optional().catch(undefined),
    /** The one that is looked at. */
    id: executionIdSchema.optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/approvals.tsx')),
});

const approval = createRoute({
  getParentRoute: () => root,
  path: '/approvals/$approvalId',
  beforeLoad: ({ params }) => requireId(executionIdSchema, params.approvalId),
  component: lazyRouteComponent(() => import('./routes/approval.tsx')),
});

const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: z.object({ view: z.enum(['board', 'ended']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./routes/tasks.tsx')),
});
const task = createRoute({
  getParentRoute: () => root,
  path: '/tasks/$taskId',
  beforeLoad: ({ params }) => requireId(executionIdSchema, params.taskId),
  component: lazyRouteComponent(() => import('./routes/task.tsx')),
});

const agentsPage = createRoute({
  getParentRoute: () => root,
  path: '/agents',
  component: lazyRouteComponent(() => import('./routes/agents.tsx')),
});
const schedules = createRoute({
  getParentRoute: () => root,
  path: '/schedules',
  component: lazyRouteComponent(() => import('./routes/schedules.tsx')),
});

const alerts = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  validateSearch: z.object({ show: z.enum(['over']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./routes/alerts.tsx')),
});

export const router = createRouter({
  routeTree: root.addChildren([
    chat,
    playbooks,
    newPlaybook,
    playbook,
    editPlaybook,
    templates,
    template,
    skills,
    skill,
    coach,
    calendar,
    executions,
    execution,
    analytics,
    events,
    event,
    approvals,
    approval,
    tasks,
    task,
    agentsPage,
    schedules,
    alerts,
    ...galleryRoutes,
    settingsRoutes,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
