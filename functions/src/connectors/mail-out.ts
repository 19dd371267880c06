import { StepError } from '../core/engine/errors.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import { sendByGmail } from './gmail.ts';
import { accountOf, type GoogleAccount, google } from './google-account.ts';
import { type Mail, type SentMail, sendMail } from './smtp.ts';
import { findOwnMail } from './smtp-connection.ts';

/**
 * Sends a mail through a connection: a mail server, or Gmail. Without one it is the tenant's own mail server, and where
 * it has none that of the platform; Gmail only where it is named.
 */
export async function sendThrough(context: StepContext, connectionId: string | null, mail: Mail): Promise<SentMail> {
  const account = connectionId === null ? null : await findGmail(context, connectionId);
  if (account !== null) return sendByGmail(account, context, mail, null);
  return sendMail(context, mail, await findOwnMail(context, connectionId));
}

async function findGmail(context: StepContext, connectionId: string): Promise<GoogleAccount | null> {
  try {
    return accountOf(await context.connect(google, connectionId));
  } catch (error) {
    if (error instanceof StepError && error.code === 'not_connected') return null;
    throw error;
  }
}
