import type { Subject } from './subject.ts';

/** Reminders, posts and whatever else is done at a time, about nothing that would be looked at. */
export const nothing: Subject = { id: 'nothing', agent: 'pops', category: 'general', events: [], look: null };
