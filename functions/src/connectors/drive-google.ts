import { Readable } from 'node:stream';
import type { drive_v3 } from '@googleapis/drive';
import { commonJs } from '../core/common-js.ts';
import type { DriveContext, FileToSave, SavedFile } from './drive.ts';
import { type GoogleAccount, SCOPES, withGoogle } from './google-account.ts';
import { unreadableAnswer } from './refusals.ts';

const TITLE = 'Google Drive';
const FIELDS = 'id,name,webViewLink';
const DOCUMENT = 'application/vnd.google-apps.document';

/** Uploads a file unless one with the same idempotency key is there. */
export async function saveInGoogleDrive(
  account: GoogleAccount,
  context: DriveContext,
  file: FileToSave,
): Promise<SavedFile> {
  const { drive: driveOf } = commonJs(await import('@googleapis/drive'));
  return withGoogle(account, context, { title: TITLE, scopes: [SCOPES.files] }, async (options) => {
    const drive = driveOf({ version: 'v3', ...options });
    const key = context.idempotencyKey;
    const there = await drive.files.list({
      q: `appProperties has { key='idempotencyKey' and value='${key}' } and trashed = false`,
      fields: `files(${FIELDS})`,
      pageSize: 1,
      supportsAllDrives: true,
      includeItemsFromAllDrives: true,
    });
    if (!Array.isArray(there.data.files)) throw unreadableAnswer(TITLE);
    const [before] = there.data.files;
    if (before) return saved(before, file);
    const created = await drive.files.create({
      requestBody: {
        name: file.name,
        // Another type than that of the content has Google convert it.
        mimeType: file.asDocument ? DOCUMENT : file.mimeType,
        appProperties: { idempotencyKey: key },
        ...(file.folderId === null ? {} : { parents: [file.folderId] }),
      },
      media: { mimeType: file.mimeType, body: Readable.from([file.content]) },
      fields: FIELDS,
      supportsAllDrives: true,
    });
    return saved(created.data, file);
  });
}

function saved({ id, name, webViewLink }: drive_v3.Schema$File, file: FileToSave): SavedFile {
  if (!id) throw unreadableAnswer(TITLE);
  const place = file.asDocument ? 'docs.google.com/document/d' : 'drive.google.com/file/d';
  return { fileId: id, name: name ?? file.name, url: webViewLink ?? `https://${place}/${id}/view` };
}
