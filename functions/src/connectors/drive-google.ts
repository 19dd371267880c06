import { Readable } from 'node:stream';
import type { drive_v3 } from '@googleapis/drive';
import { z } from 'zod';
import { commonJs } from '../core/common-js.ts';
import { NonRetriableError, RetriableError, StepError } from '../core/engine/errors.ts';
import type { DriveContext, FileToSave, SavedFile } from './drive.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { statusError } from './http-status.ts';

const LIMITS = { timeoutMs: 60_000, maxBytes: 2_000_000 };
const FIELDS = 'id,name,webViewLink';

const accountSchema = z.object({
  client_email: z.email(),
  private_key: z.string().includes('PRIVATE KEY'),
});

/** Uploads a file unless one with the same idempotency key is there. */
export async function saveInGoogleDrive(context: DriveContext, account: string, file: FileToSave): Promise<SavedFile> {
  try {
    const drive = await connect(context, account);
    context.meter({ vendorCalls: 2 });
    const call = { signal: context.signal };
    const key = context.idempotencyKey;
    const q = `appProperties has { key='idempotencyKey' and value='${key}' } and trashed = false`;
    const there = await drive.files.list({ q, fields: `files(${FIELDS})`, pageSize: 1 }, call);
    const [before] = there.data.files ?? [];
    if (before) return saved(before, file);
    context.assertLease();
    const created = await drive.files.create(
      {
        requestBody: {
          name: file.name,
          mimeType: file.mimeType,
          appProperties: { idempotencyKey: key },
          ...(file.folderId === null ? {} : { parents: [file.folderId] }),
        },
        media: { mimeType: file.mimeType, body: Readable.from([file.content]) },
        fields: FIELDS,
        supportsAllDrives: true,
      },
      call,
    );
    return saved(created.data, file);
  } catch (error) {
    throw explained(error, context.clock.now());
  }
}

async function connect(context: DriveContext, account: string): Promise<drive_v3.Drive> {
  const [drive, auth] = await Promise.all([import('@googleapis/drive'), import('google-auth-library')]);
  const { JWT } = commonJs(auth);
  const { client_email, private_key } = parsedAccount(account);
  const fetchImplementation = guardedFetch(context.outbound, LIMITS);
  const client = new JWT({
    email: client_email,
    key: private_key,
    scopes: ['https://www.googleapis.com/auth/drive.file'],
    transporterOptions: { fetchImplementation },
  });
  return commonJs(drive).drive({ version: 'v3', auth: client, fetchImplementation, retry: false });
}

function parsedAccount(text: string): z.infer<typeof accountSchema> {
  try {
    return accountSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new NonRetriableError(
      'The secret GOOGLE_SERVICE_ACCOUNT_JSON is not the JSON key of a service account. Download a new key and store it unchanged.',
      { code: 'drive_not_set_up', mayHaveActed: false, cause },
    );
  }
}

function saved({ id, name, webViewLink }: drive_v3.Schema$File, file: FileToSave): SavedFile {
  if (!id) throw new RetriableError('Google Drive answered without the id of the file.', { code: 'drive_failed' });
  return { fileId: id, name: name ?? file.name, url: webViewLink ?? `https://drive.google.com/file/d/${id}/view` };
}

const gaxiosError = z.object({ response: z.object({ status: z.int(), headers: z.instanceof(Headers) }) });

function explained(error: unknown, now: Date): StepError {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof StepError) return cause;
    const parsed = gaxiosError.safeParse(cause);
    if (parsed.success) return statusError(parsed.data.response, 'Google Drive', now);
  }
  return new RetriableError('Google Drive could not be reached.', { code: 'drive_failed', cause: error });
}
