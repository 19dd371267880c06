import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Check, type Finding, type Look, runChecks } from './check.ts';
import { liveCloudChecks } from './checks/live-cloud.ts';
import { lookWith, PREFLIGHT } from './look.ts';
import { blockers, isFixable } from './plan.ts';
import { readSettings } from './settings.ts';
import { GOOD_SETTINGS, LIVE_CASES } from './testing/cases-live.ts';
import { PROJECT_CASES } from './testing/cases-project.ts';
import { denied, type GoogleServer, refusal, startGoogleServer } from './testing/google-server.ts';
import { body, healthy, NOW, PROJECT, REGION } from './testing/healthy.ts';
import { DEPLOYER } from './wanted.ts';

const project = `projects/${PROJECT}`;
const database = `${project}/databases/(default)`;
const functions = `GET cloudfunctions/v2/${project}/locations/${REGION}/functions`;
const secret = (id: string) => `GET secretmanager/v1/${project}/secrets/${id}`;
const CASES = [...PROJECT_CASES, ...LIVE_CASES];

describe('the preflight', () => {
  let server: GoogleServer;
  let root: string;
  const checks: readonly Check[] = [...PREFLIGHT, ...liveCloudChecks];

  beforeEach(async () => {
    server = await startGoogleServer(PROJECT, healthy());
    root = mkdtempSync(join(tmpdir(), 'playbooks-preflight-'));
    write(GOOD_SETTINGS);
  });
  afterEach(async () => {
    await server.close();
    rmSync(root, { recursive: true });
  });

  function write(settings: string | null): void {
    rmSync(join(root, 'functions'), { recursive: true, force: true });
    mkdirSync(join(root, 'functions'));
    if (settings !== null) writeFileSync(join(root, `functions/.env.${PROJECT}`), settings);
  }
  async function look(): Promise<Finding[]> {
    const settings = readSettings(PROJECT, null, root);
    const wide: Look = { ...lookWith(server.google, PROJECT, settings), now: () => NOW };
    return await runChecks(checks, wide);
  }
  const states = (findings: readonly Finding[]) => Object.fromEntries(findings.map(({ id, state }) => [id, state]));

  it('is green where everything is as it should be, and changes nothing', async () => {
    const findings = await look();
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(server.changes()).toEqual([]);
  });

  it.each(CASES)(
    'says that $wrong, and what to do',
    async ({ id, answers = {}, settings, state = 'missing', says, remedy }) => {
      const before = states(await look());
      server.set(answers);
      if (settings !== undefined) write(settings);
      const findings = await look();
      const found = findings.find((finding) => finding.id === id);
      expect(found?.state).toBe(state);
      expect(found?.detail).toMatch(says);
      expect(
        found?.remedies.some((line) => remedy.test(line)),
        found?.remedies.join('\n'),
      ).toBe(true);
      expect(before[id]).toBe('ok');
      expect(server.changes()).toEqual([]);
    },
  );

  it('has a case for every check', () => {
    expect(checks.map(({ id }) => id).filter((id) => !CASES.some((one) => one.id === id))).toEqual([]);
  });

  it('is never green where it may not look: permission denied is “cannot tell”', async () => {
    server.set(Object.fromEntries(Object.keys(healthy()).map((key) => [key, denied])));
    const findings = (await look()).filter(({ id }) => !['settings', 'region-setting'].includes(id));
    expect(findings.filter(({ state }) => state !== 'unknown')).toEqual([]);
    expect(findings.every(({ detail, remedies }) => /may not look/.test(detail) && remedies.length > 0)).toBe(true);
  });

  it('cannot tell what is behind an API that is off', async () => {
    const off = refusal(403, 'Cloud Tasks API has not been used in project 1 before or it is disabled.');
    server.set({ [`GET firestore/v1/${database}`]: off });
    const found = (await look()).find(({ id }) => id === 'database');
    expect([found?.state, found?.detail]).toEqual(['unknown', 'It can be looked at once its API is on (see “APIs”)']);
  });

  it('asks for the permissions that deploying takes, and sees the enabled versions only', async () => {
    await look();
    const asked = (path: string) => server.asked.find((one) => one.path.endsWith(path));
    expect(asked(':testIamPermissions')?.body).toEqual({ permissions: Object.keys(DEPLOYER) });
    expect(asked('/secrets/CRON_SECRET/versions')?.query.get('filter')).toBe('state:ENABLED');
    expect(asked('/collectionGroups/-/fields')?.query.get('filter')).toContain('ttlConfig:*');
    expect(server.asked.filter(({ path }) => path.includes(':access'))).toEqual([]);
  });

  it('stops for what a person must do, and for what --fix would do unless it is given', async () => {
    server.set({
      [`GET cloudbilling/v1/${project}/billingInfo`]: body({ billingEnabled: false }),
      [secret('LINK_KEY')]: refusal(404, 'no'),
      [functions]: body({}),
    });
    const findings = await look();
    expect(blockers(findings, false).map(({ id }) => id)).toEqual(['billing', 'secret-LINK_KEY']);
    expect(blockers(findings, true).map(({ id }) => id)).toEqual(['billing']);
    expect(findings.filter((finding) => finding.state === 'missing' && isFixable(finding)).map(({ id }) => id)).toEqual(
      ['secret-LINK_KEY'],
    );
  });
});
