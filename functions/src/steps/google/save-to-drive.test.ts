import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { saveToDrive } from './save-to-drive.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'drive-'));
});
afterEach(() => rm(home, { recursive: true }));

it('saves a file, under a name of its own when none is given', async () => {
  const { context } = stepContext({ settings: { DRIVE_FOLDER: home } });
  expect(await runStep(saveToDrive, { content: '<p>x</p>', mimeType: 'text/html' }, context)).toMatchObject({
    name: 'Playbook 2026-11-20.html',
    url: expect.stringMatching(/^file:.*\.html$/),
  });
});

it('writes nothing in a dry run', async () => {
  const { context } = stepContext({ settings: { DRIVE_FOLDER: home } });
  const { wouldHave } = await rehearseStep(saveToDrive, { name: 'Report.md', content: 'x'.repeat(1500) }, context);
  expect(wouldHave).toBe("would have saved 'Report.md' (2 KB) to Drive");
  expect(await readdir(home)).toEqual([]);
});

it.each([
  [{}],
  [{ content: '' }],
  [{ content: 'x', mimeType: 'html' }],
  [{ content: 'x', mimeType: 'application/vnd.google-apps.script+json' }],
  [{ content: 'x', folderId: "a' or '1" }],
])('refuses %j', (params) => {
  expect(saveToDrive.params.safeParse(params).success).toBe(false);
});
