import type { Route } from './route.ts';

/** What will start, and what did, by day. */
export const calendarRoutes: readonly Route[] = [];
