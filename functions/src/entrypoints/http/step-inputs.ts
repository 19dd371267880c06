import type { Route } from './route.ts';

/** What a step was given: its params, filled in. */
export const stepInputRoutes: readonly Route[] = [];
