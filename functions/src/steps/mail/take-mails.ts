import { z } from 'zod';
import type { MailBox, MailQuery, ReceivedMail } from '../../connectors/received-mail.ts';
import { deriveId } from '../../core/derive-id.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import type { Mark } from '../../model/mark.ts';
import { tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import { createOnce } from '../data/create-once.ts';

const idsSchema = z.array(z.string());

/**
 * Reads mails and marks them as read. Which ones is noted before they are marked: whoever tries again after a death reads
 * the very same, so that none is lost between the mailbox and the execution.
 */
export async function takeMails(box: MailBox, query: MailQuery, context: StepContext): Promise<ReceivedMail[]> {
  const { orgId, store, executionId, path, clock } = context;
  const ref = tenantPaths(orgId).mark(deriveId(orgId, 'taken', executionId, path));
  const noted = await store.get(ref);
  const ids = noted === null ? null : idsSchema.parse(JSON.parse(noted.data.noteJson ?? '[]'));
  const mails = ids === null ? await box.list(query) : await found(box, query.folder, ids);
  if (mails.length === 0) return [];
  const taken = mails.map(({ id }) => id);
  const createdAt = clock.now();
  const expireAt = expiryOf('mark', createdAt);
  const mark: Mark = { executionId, status: 'begun', noteJson: JSON.stringify(taken), createdAt, expireAt };
  if (noted === null) await createOnce(context, [{ op: 'create', path: ref.path, data: mark }]);
  await box.markSeen(query.folder, taken);
  return mails;
}

/** One after the other: it is rarely needed, and a mailbox takes few connections at a time. */
async function found(box: MailBox, folder: string, ids: readonly string[]): Promise<ReceivedMail[]> {
  const mails: ReceivedMail[] = [];
  for (const id of ids) {
    const mail = await box.find(folder, id);
    if (mail !== null) mails.push(mail);
  }
  return mails;
}
