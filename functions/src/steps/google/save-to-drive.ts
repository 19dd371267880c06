import { z } from 'zod';
import { saveFile } from '../../connectors/drive.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { connectionParam } from '../connection-param.ts';
import { folderId } from './folder-param.ts';
import { intoDrive } from './into-drive.ts';

const params = z.strictObject({
  connection: connectionParam,
  name: z.string().trim().min(1).max(200).optional(),
  content: z.string().min(1).max(800_000),
  mimeType: z
    .string()
    // Google's own types would have it made into something else: a script, for example.
    .regex(/^[a-z]+\/(?!vnd\.google-apps)[a-z0-9.+-]+$/, 'Write a type such as text/html or text/markdown')
    .default('text/markdown'),
  folderId,
});
const output = z.object({ fileId: z.string(), name: z.string(), url: z.string() });

const EXTENSIONS: Readonly<Record<string, string>> = {
  'text/markdown': '.md',
  'text/html': '.html',
  'text/csv': '.csv',
  'text/plain': '.txt',
  'application/json': '.json',
};

export const saveToDrive = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...intoDrive,
  id: 'save_to_drive',
  title: 'Save to Drive',
  description: 'Saves a text, such as a report, as a file in Google Drive.',
  modelDescription:
    'Saves text content as a file in Google Drive; content usually comes from generate_competitor_report.',
  icon: 'hard-drive-upload',
  example: { name: 'Competitor report.md', content: '# Report', mimeType: 'text/markdown' },
  params,
  output,
  tally: { done: 'saved', one: 'file to Drive', many: 'files to Drive' },
  wires: {
    content: ['generate_competitor_report.markdown', 'generate_text.text'],
    name: ['generate_competitor_report.fileName'],
  },
  run: ({ connection, ...given }, context) =>
    saveFile(context, connection, { ...given, name: nameOf(given, context.clock.now()), asDocument: false }),
  async dryRun(given, context) {
    const name = nameOf(given, context.clock.now());
    return {
      output: { fileId: 'dry_run', name, url: '' },
      wouldHave: `would have saved '${name}' (${Math.ceil(given.content.length / 1000)} KB) to Drive`,
    };
  },
});

function nameOf({ name, mimeType }: Pick<z.infer<typeof params>, 'name' | 'mimeType'>, now: Date): string {
  return name ?? `Playbook ${now.toISOString().slice(0, 10)}${EXTENSIONS[mimeType] ?? ''}`;
}
