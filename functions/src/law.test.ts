import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../', import.meta.url));
const use = (specifier: string) => `import { x } from '${specifier}';\nexport const y = x;\n`;
const say = (expression: string) => `export const y = ${expression};\n`;
const lines = (count: number) => 'export {};\n'.repeat(count);
const longFunction = `export function f(): void {\n${'  f();\n'.repeat(61)}}\n`;

const IMPORTS = 'lint/style/noRestrictedImports';
const GLOBALS = 'lint/style/noRestrictedGlobals';
const PROCESS_ENV = 'lint/style/noProcessEnv';
const FILE_LENGTH = 'lint/style/noExcessiveLinesPerFile';
const FUNCTION_LENGTH = 'lint/complexity/noExcessiveLinesPerFunction';
const CYCLE = 'lint/suspicious/noImportCycles';
const PLUGIN = 'plugin';

/** Where a file stands, what it says, and which rule refuses it (null: it is lawful). */
const CASES: readonly (readonly [folder: string, code: string, refusedBy: string | null])[] = [
  ['functions/src/model', use('./ids.ts'), null],
  ['functions/src/model', use('zod'), null],
  ['functions/src/model', use('../core/ports.ts'), IMPORTS],
  ['functions/src/model', use('node:fs'), IMPORTS],
  ['functions/src/model', use('firebase-admin/firestore'), IMPORTS],
  ['functions/src/core/engine', use('../../model/ids.ts'), null],
  ['functions/src/core/engine', use('../ports.ts'), null],
  ['functions/src/core/engine', use('@marcbachmann/cel-js'), null],
  ['functions/src/core', "import { createHash } from 'node:crypto';\nexport const y = createHash;\n", null],
  ['functions/src/core', "import { randomUUID } from 'node:crypto';\nexport const y = randomUUID;\n", IMPORTS],
  ['functions/src/core', use('../adapters/system.ts'), IMPORTS],
  ['functions/src/core/engine', use('../../steps/registry.ts'), IMPORTS],
  ['functions/src/core/engine', use('../../connectors/smtp.ts'), IMPORTS],
  ['functions/src/core/engine', use('../../config.ts'), IMPORTS],
  ['functions/src/core', use('@google-cloud/scheduler'), IMPORTS],
  ['functions/src/core', use('node:fs/promises'), IMPORTS],
  ['functions/src/core', "export const y = await import('undici');\n", IMPORTS],
  ['functions/src/steps/web', use('../../connectors/web-page.ts'), null],
  ['functions/src/steps/web', use('../../core/engine/errors.ts'), null],
  ['functions/src/steps/web', use('../../core/triggering/cron.ts'), IMPORTS],
  ['functions/src/steps/web', use('../../adapters/system.ts'), IMPORTS],
  ['functions/src/steps/web', use('../../app.ts'), IMPORTS],
  ['functions/src/steps/web', use('../../config.ts'), IMPORTS],
  ['functions/src/connectors', use('../core/ports.ts'), null],
  ['functions/src/connectors', use('../core/engine/errors.ts'), null],
  ['functions/src/connectors', use('nodemailer'), null],
  ['functions/src/connectors', use('../core/engine/engine.ts'), IMPORTS],
  ['functions/src/connectors', use('../steps/registry.ts'), IMPORTS],
  ['functions/src/adapters/google', use('../../core/ports.ts'), null],
  ['functions/src/adapters/google', use('../../connectors/smtp.ts'), IMPORTS],
  ['functions/src/adapters/google', use('../../app.ts'), IMPORTS],
  ['functions/src/entrypoints', use('../app.ts'), null],
  ['functions/src/entrypoints', use('../core/ports.ts'), null],
  ['functions/src/entrypoints/http', use('../../adapters/system.ts'), IMPORTS],
  ['functions/src/entrypoints', use('../steps/registry.ts'), IMPORTS],
  ['functions/src/app.ts', use('./adapters/system.ts'), null],
  ['functions/src/index.ts', use('./core/ports.ts'), IMPORTS],
  ['functions/src/log.ts', use('./app.ts'), IMPORTS],
  ['web/src/app', use('@model/ids.ts'), null],
  ['web/src/app', use('../features/chat/page.tsx'), null],
  ['web/src/lib', use('../../../functions/src/core/ports.ts'), IMPORTS],
  ['web/src/lib', use('node:fs'), IMPORTS],
  ['web/src/features/chat', use('../../lib/firebase.ts'), null],
  ['web/src/features/chat', use('./api/send.ts'), null],
  ['web/src/features/chat', use('../playbooks/list.tsx'), IMPORTS],
  ['web/src/features/chat', use('@/features/playbooks/list.tsx'), IMPORTS],
  ['web/src/features/chat/api', use('../types.ts'), null],
  ['web/src/features/chat/api', use('../../../lib/firebase.ts'), null],
  ['web/src/features/chat/api', use('../../playbooks/api/list.ts'), IMPORTS],
  ['functions/src/core', say('Date.now()'), PLUGIN],
  ['functions/src/core', say('new Date()'), PLUGIN],
  ['functions/src/model', say('new Date()'), PLUGIN],
  ['functions/src/core', say('new Date(0)'), null],
  ['functions/src/core', say('Math.random()'), PLUGIN],
  ['functions/src/core', say('[1].map(Math.random)'), PLUGIN],
  ['functions/src/core', say('AbortSignal.timeout(5)'), PLUGIN],
  ['functions/src/core', say("fetch('https://example.com')"), GLOBALS],
  ['functions/src/core', say('process.uptime()'), GLOBALS],
  ['functions/src/core', say('console'), GLOBALS],
  ['functions/src/core', say('globalThis.fetch'), GLOBALS],
  ['functions/src/core', say('setTimeout(String, 1)'), GLOBALS],
  ['functions/src/core', say('crypto.randomUUID()'), GLOBALS],
  ['functions/src/adapters', say('new Date()'), null],
  ['functions/src/connectors', use('node:net'), PLUGIN],
  ['functions/src/connectors', "export type { Socket } from 'node:tls';\n", PLUGIN],
  ['functions/src/steps/web', use('node:https'), PLUGIN],
  ['functions/src/adapters/google', use('undici'), PLUGIN],
  ['functions/src/adapters/google', "export const y = await import('node:dns/promises');\n", PLUGIN],
  ['functions/src/entrypoints', use('http'), PLUGIN],
  ['functions/src/entrypoints', use('node:child_process'), PLUGIN],
  ['functions/src/steps/web', say("fetch('https://example.com')"), GLOBALS],
  ['functions/src/adapters/google', say('globalThis.fetch'), PLUGIN],
  ['functions/src/adapters/google', say("globalThis['fetch']"), PLUGIN],
  ['functions/src/connectors', 'export type Fetch = typeof globalThis.fetch;\n', null],
  [
    'functions/src/connectors/outbound.ts',
    "import { connect } from 'node:net';\nexport const y = [connect, fetch];\n",
    null,
  ],
  ['functions/src/steps/web', say('process.env.SMTP_URL'), PROCESS_ENV],
  ['functions/src/adapters', say('process.env.REGION'), PROCESS_ENV],
  ['functions/src/config.ts', say('process.env'), null],
  ['functions/src/core', lines(301), FILE_LENGTH],
  ['functions/src/core', lines(299), null],
  ['functions/src/steps/web', lines(101), FILE_LENGTH],
  ['web/src/lib', longFunction, FUNCTION_LENGTH],
  ['local/src', use('node:http'), null],
  ['local/src', say('process.env.HOME'), null],
];

const isFile = (place: string) => place.endsWith('.ts');
const fileOf = (place: string, index: number) => (isFile(place) ? place : `${place}/law-case-${index}.ts`);
const reportSchema = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

let folder: string;
const refused = new Map<string, string[]>();

/** Lints all cases at once, in a folder of their own under the law of this repository. */
async function lint(files: ReadonlyMap<string, string>): Promise<void> {
  await cp(join(root, 'biome.json'), join(folder, 'biome.json'));
  await cp(join(root, 'biome'), join(folder, 'biome'), { recursive: true });
  for (const [path, code] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), code);
  }
  const biome = join(root, 'node_modules/.bin/biome');
  const args = [
    'lint',
    '--vcs-enabled=false',
    '--reporter=json',
    '--max-diagnostics=none',
    '--diagnostic-level=error',
    '.',
  ];
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(biome, args, options).catch((error: { stdout: string }) => error);
  for (const { category, location } of reportSchema.parse(JSON.parse(stdout)).diagnostics) {
    refused.set(location.path, [...(refused.get(location.path) ?? []), category]);
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playbooks-law-'));
  const files = new Map(CASES.map(([place, code], index) => [fileOf(place, index), code]));
  files.set('functions/src/core/cycle-a.ts', "import { b } from './cycle-b.ts';\nexport const a = (): unknown => b;\n");
  files.set('functions/src/core/cycle-b.ts', "import { a } from './cycle-a.ts';\nexport const b = (): unknown => a;\n");
  await lint(files);
}, 60_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the law', () => {
  it.each(CASES.map(([place, code, rule], index) => ({ place, code: code.split('\n')[0], rule, index })))(
    '$place: $code → $rule',
    ({ place, rule, index }) => {
      const found = refused.get(fileOf(place, index)) ?? [];
      if (rule === null) expect(found).toEqual([]);
      else expect(found).toContain(rule);
    },
  );

  it('allows no import cycles', () => {
    expect(refused.get('functions/src/core/cycle-a.ts')).toContain(CYCLE);
  });
});
