import type { Route } from './route.ts';

/** Ready-made playbooks. */
export const templateRoutes: readonly Route[] = [];
