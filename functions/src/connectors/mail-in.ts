import { NonRetriableError, StepError } from '../core/engine/errors.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import { gmailBox } from './gmail.ts';
import { accountOf, google } from './google-account.ts';
import { findByImap, imap, listByImap, markByImap } from './imap.ts';
import { sendThrough } from './mail-out.ts';
import type { MailBox } from './received-mail.ts';

/** The mailbox behind a connection, whichever way it is read; without one the tenant's default, IMAP first. */
export async function openMailBox(context: StepContext, connectionId: string | null): Promise<MailBox> {
  try {
    const access = await context.connect(imap, connectionId);
    return {
      list: (query) => listByImap(access, context, query),
      find: (folder, id) => findByImap(access, context, folder, id),
      markSeen: (folder, ids) => markByImap(access, context, folder, ids),
      reply: (_, { to, ...mail }) => sendThrough(context, null, { to: [to], ...mail }),
    };
  } catch (error) {
    if (!isNotConnected(error)) throw error;
  }
  try {
    return gmailBox(accountOf(await context.connect(google, connectionId)), context);
  } catch (error) {
    if (!isNotConnected(error)) throw error;
  }
  throw new NonRetriableError(
    connectionId === null ? 'No mailbox is connected.' : `There is no connection '${connectionId}' to a mailbox.`,
    {
      code: 'not_connected',
      mayHaveActed: false,
      fix: { label: 'Connect a mailbox', href: '/settings/connections?connector=imap' },
    },
  );
}

function isNotConnected(error: unknown): boolean {
  return error instanceof StepError && error.code === 'not_connected';
}
