import type { Route } from './route.ts';

/** What each version of a playbook changed, and the way back to one. */
export const playbookVersionRoutes: readonly Route[] = [];
