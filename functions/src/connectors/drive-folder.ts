import { mkdir, rename, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DriveContext, FileToSave, SavedFile } from './drive.ts';

const MAX_STEM = 80;

/** Google Drive's stand-in for local projects. The same key always gives the same file; no name leads out of the folder. */
export async function saveInFolder(context: DriveContext, folder: string, file: FileToSave): Promise<SavedFile> {
  const fileId = context.idempotencyKey.slice(0, 20);
  const home = resolve(folder, context.orgId);
  const path = join(home, `${safeStem(file.name)}-${fileId.slice(0, 8)}${safeExtension(file.name)}`);
  context.assertLease();
  await mkdir(home, { recursive: true });
  const unfinished = join(home, `.${fileId}.part`);
  await writeFile(unfinished, file.content, 'utf8');
  await rename(unfinished, path);
  return { fileId, name: file.name, url: pathToFileURL(path).href };
}

function safeStem(name: string): string {
  const stem = name
    .slice(0, name.length - extname(name).length)
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} ()_-]+/gu, '-')
    .trim()
    .slice(0, MAX_STEM);
  return /[\p{L}\p{N}]/u.test(stem) ? stem : 'file';
}

function safeExtension(name: string): string {
  const extension = extname(name).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : '';
}
