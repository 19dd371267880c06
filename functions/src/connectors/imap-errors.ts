import { z } from 'zod';
import { NonRetriableError, RetriableError, StepError } from '../core/engine/errors.ts';

interface Facts {
  readonly host: string;
  readonly folder: string;
}

const saidSchema = z
  .object({
    code: z.string().optional(),
    authenticationFailed: z.boolean().optional(),
    tlsFailed: z.boolean().optional(),
    mailboxMissing: z.boolean().optional(),
    serverResponseCode: z.string().optional(),
    responseStatus: z.string().optional(),
  })
  .catch({});

/** What went wrong in a mailbox. Reading it changes nothing, and marking twice is marking once. */
export function explainedByImap(error: unknown, { host, folder }: Facts): StepError {
  if (error instanceof StepError) return error;
  const said = saidSchema.parse(error instanceof Error ? { ...error } : {});
  const options = { cause: error, mayHaveActed: false };
  if (said.authenticationFailed && said.serverResponseCode !== 'UNAVAILABLE') {
    return new NonRetriableError(`The mail server ${host} refused the user name or password.`, {
      ...options,
      code: 'mail_sign_in',
      fix: { label: 'Connect the mailbox', href: '/settings/connections?connector=imap' },
    });
  }
  if (said.mailboxMissing || said.serverResponseCode === 'NONEXISTENT') {
    return new NonRetriableError(`There is no folder '${folder}' in the mailbox.`, { ...options, code: 'no_folder' });
  }
  if (said.tlsFailed || /CERT|TLS|SSL|SIGNATURE|EPROTO/.test(said.code ?? '')) {
    return new NonRetriableError(`No secure connection to ${host}: its certificate or TLS is wrong.`, {
      ...options,
      code: 'tls_failed',
    });
  }
  if (said.responseStatus === 'NO' || said.responseStatus === 'BAD') {
    return new RetriableError(`The mail server ${host} could not do what it was asked.`, {
      ...options,
      code: 'mail_refused',
    });
  }
  return new RetriableError(`The conversation with the mail server ${host} broke off.`, {
    ...options,
    code: 'mail_cut',
  });
}
