import type { Route } from './route.ts';

/** Tries a condition or a template on given facts. */
export const expressionRoutes: readonly Route[] = [];
