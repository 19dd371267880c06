import type { StepContext } from '../core/engine/step-type.ts';
import { saveInFolder } from './drive-folder.ts';
import { saveInGoogleDrive } from './drive-google.ts';
import { type GoogleContext, googleAccount } from './google-account.ts';

export interface FileToSave {
  readonly name: string;
  readonly mimeType: string;
  readonly content: string;
  /** A folder of Google Drive that is shared with the account. */
  readonly folderId: string | null;
  /** Whether it becomes a document of Google Docs. */
  readonly asDocument: boolean;
}
export interface SavedFile {
  readonly fileId: string;
  readonly name: string;
  readonly url: string;
}
export type DriveContext = GoogleContext & Pick<StepContext, 'orgId' | 'setting' | 'idempotencyKey'>;

/** Saves a file once per idempotency key: in Google Drive, or in the folder DRIVE_FOLDER where that is set (local projects). */
export async function saveFile(
  context: DriveContext,
  connectionId: string | null,
  file: FileToSave,
): Promise<SavedFile> {
  const folder = context.setting('DRIVE_FOLDER');
  if (folder !== null && connectionId === null) {
    return saveInFolder(context, folder, file.asDocument ? { ...file, name: `${file.name}.html` } : file);
  }
  return saveInGoogleDrive(await googleAccount(context, connectionId), context, file);
}
