import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type Config, ConfigError, readConfig } from '../../functions/src/config.ts';
import { DEFAULT_REGION, ROOT } from './wanted.ts';

/** What the functions of a project will find in their environment: functions/.env and functions/.env.PROJECT. */
export interface Settings {
  readonly path: string;
  readonly exists: boolean;
  readonly region: string;
  /** Null when they are wrong; `problem` says how. */
  readonly config: Config | null;
  readonly problem: string | null;
}

export function settingsPath(projectId: string): string {
  return `functions/.env.${projectId}`;
}

export function readSettings(projectId: string, region: string | null, root: string = ROOT): Settings {
  const path = settingsPath(projectId);
  const given = { ...envOf(join(root, 'functions/.env')), ...envOf(join(root, path)) };
  const wanted = region ?? given.REGION ?? DEFAULT_REGION;
  const found = { path, exists: given.REGION === wanted && existsSync(join(root, path)), region: wanted };
  try {
    const config = readConfig({ ...given, GCLOUD_PROJECT: projectId, REGION: wanted });
    return { ...found, config, problem: null };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ...found, config: null, problem: error.message };
  }
}

/** Writes the region down; what else the file says is kept. */
export function writeSettings({ path, region }: Settings, root: string = ROOT): void {
  const file = join(root, path);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : HEAD;
  const kept = lines.filter((line) => !/^\s*REGION\s*=/.test(line));
  writeFileSync(file, `${[`REGION=${region}`, ...kept].join('\n').trimEnd()}\n`);
}

const HEAD = [
  '# Settings of this deployment; docs/configuration.md lists them all. Secrets do not belong here.',
  '# Only the first business can be made; everybody else joins by invitation. open: everybody who signs in may make one.',
  'NEW_TENANTS=first',
  '# MAIL_FROM=Playbooks <playbooks@your-domain.example>',
  '# ALERT_EMAIL=you@your-domain.example',
];

function envOf(file: string): Record<string, string | undefined> {
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
}
