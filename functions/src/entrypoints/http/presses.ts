import { z } from 'zod';
import type { App } from '../../app.ts';
import type { PressPlace } from '../../core/engine/notify/presses.ts';
import { updatesPath } from '../../core/governance/approval-button.ts';
import { connectionIdSchema } from '../../model/connection.ts';
import { orgIdSchema } from '../../model/ids.ts';
import { problemSchema } from '../../model/problem.ts';
import { admitDelivery } from './hook-rate.ts';
import { deliveryOf } from './hooks.ts';
import { HttpProblem } from './problem.ts';
import { publicRoute, type Reply, type Route } from './route.ts';

const params = z.object({ orgId: z.string(), connectionId: z.string() });
const known = z.object({ orgId: orgIdSchema, connectionId: connectionIdSchema });
const shape = {
  method: 'post',
  isKeyless: true,
  params,
  answers: { 200: z.object({ ok: z.literal(true) }), 403: problemSchema, 429: problemSchema },
} as const;

/** What is pressed under messages, told by Telegram and Slack. What they tell beside it is taken and left. */
export const pressRoutes: readonly Route[] = [
  publicRoute(
    {
      ...shape,
      path: updatesPath('{orgId}', '{connectionId}'),
      summary: 'Where Telegram tells which button was pressed; its secret header shows that it is Telegram',
      body: z.unknown(),
    },
    ({ app, params: given, body, request }) => {
      const secret = request.get('x-telegram-bot-api-secret-token') ?? '';
      return taken(app, given, request.ip, (place) => app.presses.fromTelegram(place, { secret, body }));
    },
  ),
  publicRoute(
    {
      ...shape,
      path: '/api/slack/actions/{orgId}/{connectionId}',
      summary: 'Where Slack tells which button was pressed; signed by the signing secret of the connection',
    },
    ({ app, params: given, request }) =>
      taken(app, given, request.ip, (place) => app.presses.fromSlack(place, deliveryOf(request))),
  ),
];

/** An address that leads nowhere and a wrong secret are told the same. */
async function taken(
  app: App,
  given: z.infer<typeof params>,
  ip: string | undefined,
  take: (place: PressPlace) => Promise<boolean>,
): Promise<Reply> {
  const counting = admitDelivery(app, `${given.orgId}/${given.connectionId}`, ip ?? 'unknown');
  const place = known.safeParse(given);
  if (!place.success || !(await take(place.data))) {
    counting.refused();
    throw new HttpProblem(403, 'delivery_refused', 'The address, or what shows who calls, is not right');
  }
  counting.taken();
  return { status: 200, body: { ok: true } };
}
