import { basename } from 'node:path';

/**
 * All suites share one Firestore emulator, and each test file has a project of its own in it: what passes all tenants,
 * as the tick does, meets those of its own file only.
 */
export function projectOf(testFile: string): string {
  return `demo-test-${basename(testFile, '.test.ts')}`.slice(0, 30).replace(/-$/, '');
}
