import type { Route } from './route.ts';

/** Data of a made-up shop, to try things with. */
export const sampleDataRoutes: readonly Route[] = [];
