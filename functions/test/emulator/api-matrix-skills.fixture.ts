import type { Place } from '../kit/api-world.ts';
import { made, type Row } from './api-matrix-row.ts';

const skill = ({ ids: { skillId: id } }: Place) => ({ id });

/** The routes of skills, the history and its export. */
export const SKILL_ROWS: Readonly<Record<string, Row>> = {
  'get /api/skills': { query: '?all=true', status: 200 },
  'get /api/skills/{id}': { params: skill, status: 200 },
  'post /api/skills/{id}/run': {
    params: skill,
    body: () => ({ inputs: { topic: 'tea' }, wait: 0 }),
    status: 202,
    audit: ['execution.started', made],
  },
  'get /api/executions/{id}/result': { params: ({ ids: { failedId: id } }) => ({ id }), status: 200 },
  'get /api/executions/export': { query: '?format=xlsx', status: 200 },
  'get /api/history/get': { query: '?limit=50', status: 200 },
  'post /api/history/log': {
    body: () => ({ skill_id: 'email-sequence', inputs: {}, success: true, result: 'Hi', duration_ms: 5 }),
    status: 201,
    audit: ['execution.logged', made],
  },
};
