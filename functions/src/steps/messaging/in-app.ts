import { type Message, tell } from '../../core/engine/notify/tell.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import type { Notification } from '../../model/notification.ts';

interface News {
  readonly subject: string;
  readonly message: string;
  readonly type: Notification['type'];
}

/**
 * Tells the user of the execution, if he is among the recipients, in the app and wherever else he wants such messages:
 * all but e-mail, which the step itself sends. Once per idempotency key. Returns how many see it in the app.
 */
export async function notifyInApp(context: StepContext, to: readonly string[], news: News): Promise<number> {
  const { user, orgId, org, executionId, idempotencyKey } = context;
  if (!to.some((address) => address.toLowerCase() === user.email.toLowerCase())) return 0;
  const { subject: title, message, type } = news;
  const told: Message = {
    kind: type === 'coach_alert' ? 'coach' : 'reports',
    isUrgent: false,
    ...{ type, title, message, executionId },
    link: `/executions/${executionId}`,
    key: idempotencyKey,
    except: ['email'],
  };
  return tell(context, { orgId, timezone: org.timezone }, [{ uid: user.id }], told);
}
