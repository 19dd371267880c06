import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A Chromium: Playwright's own if it was installed, else one on the PATH, else the one that comes with the npm package
 * `@sparticuz/chromium` and needs no installation.
 */
export async function launchBrowser(): Promise<Browser> {
  const own = chromium.executablePath();
  if (existsSync(own)) return chromium.launch({ executablePath: own, args: ARGS });
  const installed = onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome');
  if (installed !== null && process.env.PLAYBOOKS_PACKAGED_CHROMIUM !== 'true') {
    return chromium.launch({ executablePath: installed, args: ARGS });
  }
  // It carries the libraries that it needs and unpacks them where it believes to be on Lambda.
  if (!hasOwnLibraries()) process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs24.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await packaged.executablePath(), args: ARGS });
}

function hasOwnLibraries(): boolean {
  try {
    return execFileSync('ldconfig', ['-p']).toString().includes('libnss3.so');
  } catch {
    return false;
  }
}

function onPath(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
