import { z } from 'zod';
import { receiveCallback } from '../../core/engine/receive-callback.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { jsonValue } from '../../model/json.ts';
import { problemSchema } from '../../model/problem.ts';
import { HttpProblem, tooLarge } from './problem.ts';
import { publicRoute, type Route } from './route.ts';

const LIMIT_KB = 64;

/** An address that leads nowhere and one that makes no sense are told the same. */
const params = z.object({ hookId: z.string(), path: z.string() });
const known = z.object({ hookId: executionIdSchema, path: z.string().regex(/^[\w.[\]-]{1,400}$/) });

/** The answer of another system to an execution that waits for one. The address itself is the permission. */
export const hookRoute: Route = publicRoute(
  {
    method: 'post',
    path: '/api/hooks/{hookId}/{path}',
    summary: 'Answer an execution that waits for it; any JSON of at most 64 KB',
    params,
    body: jsonValue,
    answers: { 202: z.object({ accepted: z.literal(true) }), 404: problemSchema, 413: problemSchema },
  },
  async ({ app, params: given, body }) => {
    if (Buffer.byteLength(JSON.stringify(body)) > LIMIT_KB * 1024) throw tooLarge(LIMIT_KB);
    const address = known.safeParse(given);
    const { hookId, path } = address.data ?? {};
    const isAccepted =
      hookId !== undefined && path !== undefined && (await receiveCallback(app.engine, hookId, path, body));
    if (!isAccepted) {
      throw new HttpProblem(404, 'not_found', 'Nothing waits for an answer at this address, or not any more');
    }
    return { status: 202, body: { accepted: true } };
  },
);
