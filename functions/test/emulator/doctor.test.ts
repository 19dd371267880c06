import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type LocalGoogle, startLocalGoogle } from '../kit/local-google.ts';

const DOCTOR = fileURLToPath(new URL('../../../scripts/deploy/doctor.ts', import.meta.url));
/** A namespace of its own in the emulator, in which nothing has ever run. */
const PROJECT = 'demo-playbooks-doctor';

describe('the doctor, as a command over real clients', () => {
  let google: LocalGoogle;

  beforeAll(async () => {
    google = await startLocalGoogle();
  });
  afterAll(() => google.close());

  async function run(project: string, more: Record<string, string>): Promise<{ code: number; text: string }> {
    const env = { ...process.env, ...google.env, ...more };
    return await new Promise((resolve) => {
      execFile(process.execPath, [DOCTOR, '--project', project, '--json'], { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: `${stdout}${stderr}` }),
      );
    });
  }

  it('looks at the local servers of a demo project: what has never run is red', async () => {
    const { code, text } = await run(PROJECT, { FIRESTORE_EMULATOR_HOST: inject('firestoreHost') });
    const { findings } = JSON.parse(text.trim().split('\n').at(-1) ?? '');
    expect(findings.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      ['heartbeat-tick', 'missing'],
      ['heartbeat-watch', 'missing'],
      ['overdue', 'ok'],
      ['jobs', 'ok'],
    ]);
    expect(text).toContain('0 jobs for 0 schedules');
    expect(code).toBe(1);
  });

  it('refuses a demo project without local servers, and a real one with them', async () => {
    const without = await run(PROJECT, { FIRESTORE_EMULATOR_HOST: '' });
    expect([without.code, without.text]).toEqual([2, expect.stringContaining('set FIRESTORE_EMULATOR_HOST')]);
    const mixed = await run('thrive-shop', { FIRESTORE_EMULATOR_HOST: inject('firestoreHost') });
    expect([mixed.code, mixed.text]).toEqual([2, expect.stringContaining('thrive-shop is a real project')]);
  });
});
