import type { Route } from './route.ts';

/** What is being edited of a playbook, until it is published. */
export const playbookDraftRoutes: readonly Route[] = [];
