import { deriveId } from '../../core/derive-id.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { AlreadyExistsError } from '../../core/ports.ts';
import type { Notification } from '../../model/notification.ts';
import { tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';

interface Message {
  readonly subject: string;
  readonly message: string;
  readonly type: Notification['type'];
}

/** Shows a message in the app to the user of the execution, if he is among the recipients. Once per idempotency key. */
export async function notifyInApp(context: StepContext, to: readonly string[], message: Message): Promise<number> {
  const { user, orgId, executionId, idempotencyKey, clock } = context;
  if (!to.some((address) => address.toLowerCase() === user.email.toLowerCase())) return 0;
  const now = clock.now();
  const notification: Notification = {
    uid: user.id,
    type: message.type,
    title: message.subject.slice(0, 200),
    message: message.message,
    link: `/executions/${executionId}`,
    executionId,
    createdAt: now,
    readAt: null,
    expireAt: expiryOf('notification', now),
  };
  const { path } = tenantPaths(orgId).notification(deriveId(orgId, idempotencyKey, user.id));
  try {
    await context.store.commit([{ op: 'create', path, data: notification }]);
  } catch (error) {
    // An earlier attempt was here; what was read since stays read.
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
  return 1;
}
