// What package-lock.json says, and whether node_modules holds just that. Plain JavaScript: it runs before `npm ci`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** True when every package that the lockfile requires on this machine is installed in that version. */
export function isInstalled(root) {
  const installed = read(join(root, 'node_modules', '.package-lock.json'));
  const wanted = read(join(root, 'package-lock.json'));
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.optional || entry.devOptional) return true;
    return installed[path]?.version === entry.version;
  });
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null; // missing or half written: npm ci was never run, or was cut short
  }
}
