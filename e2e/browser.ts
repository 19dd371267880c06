import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

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
  return chromium.launch({ executablePath: await findBrowser(), args: ARGS });
}

/** One that keeps its storage in a folder, and can be looked into at a port. */
export async function launchPersistent(folder: string, debuggingPort: number): Promise<BrowserContext> {
  const args = [...ARGS, `--remote-debugging-port=${debuggingPort}`];
  return chromium.launchPersistentContext(folder, { executablePath: await findBrowser(), args });
}

async function findBrowser(): Promise<string> {
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  const installed = onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome');
  if (installed !== null && process.env.PLAYBOOKS_PACKAGED_CHROMIUM !== 'true') return installed;
  // It carries the libraries that it needs and unpacks them where it believes to be on Lambda.
  if (!hasOwnLibraries()) process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs24.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
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
