import type { Route } from './route.ts';

/** How playbooks did lately. */
export const playbookFiguresRoutes: readonly Route[] = [];
