import { existsSync, readFileSync } from 'node:fs';
import { cp, glob, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface BundleOptions {
  readonly format: 'esm' | 'cjs';
  readonly outdir: string;
  /** Where the functions are declared to live; default: what the settings of the project say that is built for. */
  readonly region: string;
}

/** Bundled packages that are CommonJS ask for `require` and their own folder; ES modules have neither. */
const ESM_BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  'const require = __createRequire(import.meta.url);',
  "const __filename = __fileURLToPath(import.meta.url), __dirname = __fileURLToPath(new URL('.', import.meta.url));",
].join('');

/** Keeps out of every cold start what only some requests need; the sources say more. */
const lighter: Plugin = {
  name: 'lighter',
  setup({ onResolve }) {
    const standIn = `${root}/functions/src/adapters/google/admin-stand-in.ts`;
    onResolve({ filter: /^firebase-admin\/(app|app-check|auth|firestore)$/ }, ({ importer }) =>
      importer.includes('/firebase-functions/') ? { path: standIn } : null,
    );
    // zod's messages in fifty languages; ours are English.
    onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer, path }) =>
      importer.includes('/zod/') ? { path: resolve(dirname(importer), path.replace('index.js', 'en.js')) } : null,
    );
  },
};

/**
 * Bundles the functions into a folder that deploys on its own: code, source maps, and a package.json that needs nothing
 * installed. See docs/decisions/002.
 */
export async function buildFunctions(options: Partial<BundleOptions> = {}): Promise<void> {
  const format = options.format ?? 'esm';
  const outdir = options.outdir ?? `${root}/functions/dist`;
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await build({
    entryPoints: [`${root}/functions/src/index.ts`],
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format,
    splitting: format === 'esm',
    sourcemap: 'linked',
    sourcesContent: false,
    chunkNames: 'chunks/[name]-[hash]',
    minifySyntax: true,
    // An optional part of firebase-admin that is never used here.
    external: ['@google-cloud/storage'],
    plugins: [lighter],
    define: { 'process.env.REGION': JSON.stringify(options.region ?? regionOfProject()) },
    ...(format === 'esm' && { banner: { js: ESM_BANNER } }),
    logLevel: 'warning',
  });
  // The project's own settings, which the Firebase CLI uploads with the code.
  for await (const file of glob('.env*', { cwd: `${root}/functions` }))
    await cp(`${root}/functions/${file}`, `${outdir}/${file}`);
  const files = deployedPackage(format);
  for (const [name, content] of Object.entries(files))
    await writeFile(`${outdir}/${name}`, `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * Where the functions will live. The Firebase CLI loads their declarations without their settings, so that it has to be
 * in the code; it names the project it builds for.
 */
function regionOfProject(): string {
  const project = process.env.GCLOUD_PROJECT;
  const file = `${root}/functions/.env.${project}`;
  const settings = project !== undefined && existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return settings.REGION ?? 'us-central1';
}

/** With a lockfile, though there is nothing to lock: the cloud installs by `npm ci` then, and so nothing of its own choice. */
function deployedPackage(format: BundleOptions['format']): Record<'package.json' | 'package-lock.json', object> {
  const identity = { name: 'playbooks-functions', version: '0.1.0' };
  const engines = { node: '24' };
  return {
    'package.json': {
      ...identity,
      private: true,
      type: format === 'esm' ? 'module' : 'commonjs',
      main: 'index.js',
      engines,
    },
    'package-lock.json': {
      ...identity,
      lockfileVersion: 3,
      requires: true,
      packages: { '': { ...identity, engines } },
    },
  };
}

if (import.meta.main) await buildFunctions();
