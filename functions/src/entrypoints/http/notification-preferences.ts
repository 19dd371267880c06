import { z } from 'zod';
import { StepError } from '../../core/engine/errors.ts';
import { readTenant } from '../../core/governance/governed.ts';
import {
  changePreferences,
  missingTargets,
  readPreferences,
  tryChannel,
} from '../../core/governance/notification-preferences.ts';
import { tellableWords } from '../../core/governance/test-connection.ts';
import { channelSchema, preferencesSchema } from '../../model/notification-preferences.ts';
import { problemSchema } from '../../model/problem.ts';
import { assertPerson, changingOf } from './caller.ts';
import { admit } from './key-rate.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const path = '/api/me/notification-preferences';
const own = { role: 'viewer', scope: null } as const;
const preferencesView = preferencesSchema.meta({ id: 'NotificationPreferences' });
const TESTS_A_MINUTE = 10;

/** How the one who is signed in wants to be told things in this business. Nobody sees or changes those of others. */
export const notificationPreferenceRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path,
      summary: 'By which channels, and when, I am told things',
      answers: { 200: preferencesView },
    },
    own,
    async ({ app, caller }) => {
      const { orgId, id } = assertPerson(caller);
      return { status: 200, body: await readPreferences(app.engine.store, orgId, id) };
    },
  ),
  tenantRoute(
    {
      method: 'put',
      path,
      summary: 'Choose by which channels, and when, I am told things; what is left out is as usual',
      body: preferencesSchema,
      answers: { 200: preferencesView, 422: problemSchema },
    },
    own,
    async ({ app, caller, body, request }) => {
      const missing = await missingTargets(app.engine.store, caller.orgId, body);
      if (missing.length > 0) {
        const message = 'There is no such connection';
        const errors = missing.map((field) => ({ path: field, message }));
        throw new HttpProblem(422, 'invalid', `${missing[0]}: ${message}`, { errors });
      }
      await changePreferences(app.engine, changingOf(caller, request), body);
      return { status: 200, body };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: `${path}/test`,
      summary: 'Send me a test message by one channel, as my preferences lead it',
      body: z.strictObject({ channel: channelSchema }),
      answers: { 204: z.null(), 422: problemSchema, 429: problemSchema },
    },
    own,
    async ({ app, caller, body: { channel } }) => {
      const { orgId, id, member } = assertPerson(caller);
      admit(app, `test messages of ${orgId} ${id}`, TESTS_A_MINUTE, `At most ${TESTS_A_MINUTE} test messages a minute`);
      const { name: business } = await readTenant(app.engine.store, orgId);
      try {
        await tryChannel({ ...app.engine, courier: app.courier }, { orgId, business }, member, channel);
      } catch (error) {
        if (!(error instanceof StepError)) throw error;
        throw new HttpProblem(422, error.code, app.conceal(orgId).text(tellableWords(error)));
      }
      return { status: 204, body: null };
    },
  ),
];
