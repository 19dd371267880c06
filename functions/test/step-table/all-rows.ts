import { rows as ai } from './ai.fixture.ts';
import { rows as data } from './data.fixture.ts';
import { rows as domain } from './domain.fixture.ts';
import { rows as google } from './google.fixture.ts';
import { rows as marketing } from './marketing.fixture.ts';
import { rows as messaging } from './messaging.fixture.ts';
import type { StepRow } from './row.ts';

/** Every row there is. A step type may have several. */
export const allRows: readonly StepRow[] = [...ai, ...data, ...domain, ...google, ...marketing, ...messaging];
