import { executionIdSchema, playbookIdSchema } from '@model/ids.ts';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { requireId, root } from './root-route.ts';

/** The gallery's addresses. */
const gallery = createRoute({
  getParentRoute: () => root,
  path: '/gallery',
  validateSearch: z.object({
    tab: z.enum(['mine', 'moderation']).optional().catch(undefined),
    q: z.string().max(100).optional().catch(undefined),
    category: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,31}$/)
      .optional()
      .catch(undefined),
    sort: z.enum(['popular', 'new', 'rating']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/gallery.tsx')),
});
const galleryItem = createRoute({
  getParentRoute: () => root,
  path: '/gallery/$itemId',
  beforeLoad: ({ params }) => requireId(executionIdSchema, params.itemId),
  validateSearch: z.object({
    /** The purchase that one comes back from. */
    order: executionIdSchema.optional().catch(undefined),
    canceled: z.literal(1).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./routes/gallery-item.tsx')),
});
const galleryShare = createRoute({
  getParentRoute: () => root,
  path: '/gallery/share/$playbookId',
  beforeLoad: ({ params }) => requireId(playbookIdSchema, params.playbookId),
  component: lazyRouteComponent(() => import('./routes/gallery-share.tsx')),
});

export const galleryRoutes = [gallery, galleryItem, galleryShare] as const;
