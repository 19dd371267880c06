// npm leaves optional packages of other platforms out of the lockfile when the registry at hand does not serve them;
// `npm ci` then refuses the lockfile here, and other platforms would miss their native binaries. This adds the entries.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OPERATING_SYSTEMS = 'aix android darwin freebsd linux netbsd openbsd openharmony sunos win32'.split(' ');
const PROCESSORS = 'arm arm64 ia32 loong64 mips64el ppc64 riscv64 s390x x64'.split(' ');

const file = process.argv[2] ?? fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8'));
let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!/^\d/.test(version) || isLocked(path, name)) continue; // platform packages are pinned exactly
    const platform = platformOf(name);
    if (!platform) continue;
    lock.packages[`node_modules/${name}`] = { version, optional: true, ...platform };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`package-lock.json: ${added} platform packages added\n`);

/** Looks for the package where Node would, from the dependent's folder upwards. */
function isLocked(path, name) {
  let folder = path;
  for (;;) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
    const parent = folder.lastIndexOf('/node_modules/');
    folder = parent < 0 ? '' : folder.slice(0, parent);
  }
}

/** What a platform package's name says about where it runs; null when it says nothing. */
function platformOf(name) {
  if (name.includes('wasm32')) return { cpu: ['wasm32'] };
  const words = name.split(/[/-]/);
  const os = OPERATING_SYSTEMS.filter((word) => words.includes(word));
  const cpu = /armv7|-arm-|eabi/.test(name) ? ['arm'] : PROCESSORS.filter((word) => words.includes(word)).slice(0, 1);
  if (os.length === 0 && cpu.length === 0) return null;
  return {
    ...(os.length > 0 && { os }),
    ...(cpu.length > 0 && { cpu }),
    ...(name.includes('musl') && { libc: ['musl'] }),
    ...(name.includes('-gnu') && { libc: ['glibc'] }),
  };
}
