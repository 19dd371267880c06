import { NonRetriableError } from '../core/engine/errors.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import { saveInFolder } from './drive-folder.ts';
import { saveInGoogleDrive } from './drive-google.ts';

export interface FileToSave {
  readonly name: string;
  readonly mimeType: string;
  readonly content: string;
  /** A folder of Google Drive that is shared with the service account. */
  readonly folderId: string | null;
}
export interface SavedFile {
  readonly fileId: string;
  readonly name: string;
  readonly url: string;
}
export type DriveContext = Pick<
  StepContext,
  'orgId' | 'outbound' | 'secret' | 'setting' | 'signal' | 'idempotencyKey' | 'meter' | 'clock' | 'assertLease'
>;

/** Saves a file once per idempotency key: in the folder DRIVE_FOLDER where that is set (local projects), else in Google Drive. */
export async function saveFile(context: DriveContext, file: FileToSave): Promise<SavedFile> {
  const folder = context.setting('DRIVE_FOLDER');
  if (folder !== null) return saveInFolder(context, folder, file);
  const account = await context.secret('GOOGLE_SERVICE_ACCOUNT_JSON');
  if (account !== null) return saveInGoogleDrive(context, account, file);
  throw new NonRetriableError(
    'Google Drive is not set up. Put the JSON key of a service account into the secret GOOGLE_SERVICE_ACCOUNT_JSON and share the folder with its address.',
    { code: 'drive_not_set_up', mayHaveActed: false },
  );
}
