import { z } from 'zod';
import { saveFile } from '../../connectors/drive.ts';
import { defineStep } from '../../core/engine/step-type.ts';

const params = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  content: z.string().min(1).max(800_000),
  mimeType: z
    .string()
    .regex(/^[a-z]+\/[a-z0-9.+-]+$/, 'Write a type such as text/html or text/markdown')
    .default('text/markdown'),
  /** A Google Drive folder that is shared with the service account; left out, the account's own space. */
  folderId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,128}$/, "Copy the id from the folder's address")
    .nullable()
    .default(null),
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
  id: 'save_to_drive',
  title: 'Save to Drive',
  description: 'Saves a text, such as a report, as a file in Google Drive.',
  modelDescription:
    'Saves text content as a file in Google Drive; content usually comes from generate_competitor_report.',
  category: 'google',
  icon: 'hard-drive-upload',
  example: { name: 'Competitor report.md', content: '# Report', mimeType: 'text/markdown' },
  params,
  output,
  risk: 'safe',
  tally: { done: 'saved', one: 'file to Drive', many: 'files to Drive' },
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  targets: ['folderId'],
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 2_000, maxDelayMs: 60_000 },
  wires: {
    content: ['generate_competitor_report.markdown', 'generate_text.text'],
    name: ['generate_competitor_report.fileName'],
  },
  run: (given, context) => saveFile(context, { ...given, name: nameOf(given, context.clock.now()) }),
  async dryRun(given, context) {
    const name = nameOf(given, context.clock.now());
    return {
      output: { fileId: 'dry_run', name, url: '' },
      wouldHave: `would have saved '${name}' (${Math.ceil(given.content.length / 1000)} KB) to Drive`,
    };
  },
});

function nameOf({ name, mimeType }: z.infer<typeof params>, now: Date): string {
  return name ?? `Playbook ${now.toISOString().slice(0, 10)}${EXTENSIONS[mimeType] ?? ''}`;
}
