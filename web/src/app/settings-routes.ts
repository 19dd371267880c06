import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { root } from './root-route.ts';

/** The settings' addresses: a page of its own for each. */
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
const usage = createRoute({
  getParentRoute: () => settings,
  path: '/usage',
  component: lazyRouteComponent(() => import('../features/settings/components/usage-settings.tsx')),
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
const notifications = createRoute({
  getParentRoute: () => settings,
  path: '/notifications',
  component: lazyRouteComponent(() => import('../features/settings/components/notification-settings.tsx')),
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
  component: lazyRouteComponent(() => import('./routes/data-settings.tsx')),
});

export const settingsRoutes = settings.addChildren([
  settingsIndex,
  business,
  safety,
  usage,
  team,
  notifications,
  connections,
  keys,
  audit,
  data,
]);
