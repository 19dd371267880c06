import type { Route } from './route.ts';

/** The messages to the person who asks. */
export const notificationRoutes: readonly Route[] = [];
