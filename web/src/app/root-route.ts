import { createRootRoute, notFound } from '@tanstack/react-router';
import type { z } from 'zod';
import { Layout } from './layout/layout.tsx';
import { NotFound, RouteError } from './layout/not-found.tsx';

export const root = createRootRoute({ component: Layout, notFoundComponent: NotFound, errorComponent: RouteError });

/** What can be no id is at no address. */
export function requireId(schema: z.ZodType<string>, id: string): void {
  if (!schema.safeParse(id).success) throw notFound();
}
