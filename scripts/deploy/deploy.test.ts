import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeployError } from './apply.ts';
import { deploy, type World } from './deploy.ts';
import { createGoogle, GoogleError } from './google.ts';
import { UsageError } from './options.ts';
import { GOOD_SETTINGS } from './testing/cases-live.ts';
import { type Asked, denied, type GoogleServer, refusal, startGoogleServer } from './testing/google-server.ts';
import { body, healthy, index, MEMBER, NOW, PROJECT, policyOf, REGION, service } from './testing/healthy.ts';
import { APIS, RUNTIME_ROLES } from './wanted.ts';

const project = `projects/${PROJECT}`;
const CLI = 'firebase.js deploy --only';

describe('npm run deploy', () => {
  let server: GoogleServer;
  let root: string;
  let lines: string[];
  let ran: string[];
  let slept: number;
  let failing: string | null;

  beforeEach(async () => {
    server = await startGoogleServer(PROJECT, healthy());
    root = mkdtempSync(join(tmpdir(), 'playbooks-deploy-'));
    mkdirSync(join(root, 'functions'));
    [lines, ran, slept, failing] = [[], [], 0, null];
  });
  afterEach(async () => {
    await server.close();
    rmSync(root, { recursive: true });
  });

  const health = (tickAgeMs: number | null) =>
    Response.json({ status: 'ok', time: NOW.toISOString(), tickAgeMs, watchAgeMs: null });
  const world = (more: Partial<World> = {}): World => ({
    google: () => server.google,
    run: async (script, args) => {
      const line = [script.split('/').at(-1), ...args].join(' ');
      ran.push(line);
      if (failing !== null && line.includes(failing)) throw new Error(`${failing} went wrong`);
    },
    print: (line) => void lines.push(stripVTControlCharacters(line)),
    confirm: async () => true,
    sleep: async (ms) => {
      slept += ms;
    },
    fetch: async () => health(1_000),
    now: () => NOW,
    root,
    ...more,
  });
  const settle = () => {
    const path = `firestore/v1/${project}/databases/(default)/documents/heartbeats/tick`;
    server.set({ [`PATCH ${path}`]: body({ name: 'x' }) });
    writeFileSync(join(root, `functions/.env.${PROJECT}`), GOOD_SETTINGS);
  };
  const asked = (suffix: string): Asked[] => server.asked.filter(({ path }) => path.endsWith(suffix));

  it('shows the complete plan of a demo project, in order, without a network, and changes nothing', async () => {
    const nowhere = new Proxy(server.google, {
      get: () => () => {
        throw new GoogleError(0, 'a demo project was looked at');
      },
    });
    const refuse = async () => {
      throw new Error('a demo project was deployed');
    };
    const demo = world({ google: () => nowhere, fetch: refuse, run: refuse, confirm: refuse });
    expect(await deploy(['--project', 'demo-x', '--dry-run'], demo)).toBe(0);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('testing/demo-x.plan.txt');
    expect(existsSync(join(root, 'functions/.env.demo-x'))).toBe(false);
    expect(server.asked).toEqual([]);
  });

  it('does not deploy a demo project', async () => {
    expect(await deploy(['--project', 'demo-x', '--yes'], world())).toBe(1);
    expect(lines.at(-1)).toContain('npm start runs it');
    expect(ran).toEqual([]);
  });

  it('deploys in order: rules and indexes, functions, web app; then waits for the tick and has the jobs compared', async () => {
    settle();
    const ages = [null, 400_000, 20_000];
    const waits = {
      fetch: async (url: unknown) => health(String(url).includes('web.app') ? (ages.shift() ?? null) : null),
    };
    expect(await deploy(['--project', PROJECT, '--yes'], world(waits))).toBe(0);
    expect(ran).toEqual(
      [
        'build.ts ',
        `${CLI} firestore --project ${PROJECT} --non-interactive`,
        `${CLI} functions --project ${PROJECT} --non-interactive --force`,
        `${CLI} hosting --project ${PROJECT} --non-interactive`,
      ].map((line) => line.trim()),
    );
    expect(ages).toEqual([]);
    expect(server.changes()).toEqual([`PATCH firestore/v1/${project}/databases/(default)/documents/heartbeats/tick`]);
    const [forgotten] = asked('/heartbeats/tick');
    expect(forgotten?.query.get('updateMask.fieldPaths')).toBe('jobsComparedAt');
    expect(forgotten?.body).toEqual({ fields: { jobsComparedAt: { nullValue: null } } });
  });

  it('waits for indexes before it uploads the code that asks for them', async () => {
    settle();
    let growing = 4;
    const path = `GET firestore/v1/${project}/databases/(default)/collectionGroups/-/indexes`;
    const ready = healthy()[path];
    server.set({
      [path]: (one) => {
        if (ran.length < 2) return typeof ready === 'object' ? ready : body({});
        expect(ran.at(-1)).toContain('firestore');
        return body({ indexes: [index(1, --growing > 0 ? 'CREATING' : 'READY')], ...one.query });
      },
    });
    expect(await deploy(['--project', PROJECT, '--yes'], world())).toBe(0);
    expect(growing).toBe(0);
    expect(slept).toBe(15_000);
  });

  it('makes good what it can with --fix, each with the right call, and prints no secret', async () => {
    settle();
    rmSync(join(root, `functions/.env.${PROJECT}`));
    const secrets = `secretmanager/v1/${project}/secrets`;
    server.set({
      [`GET serviceusage/v1/${project}/services`]: body({ services: APIS.slice(2).map(service) }),
      [`POST serviceusage/v1/${project}/services:batchEnable`]: body({ name: 'operations/enable' }),
      'GET serviceusage/v1/operations/enable': body({ name: 'operations/enable', done: true }),
      [`POST cloudresourcemanager/v3/${project}:getIamPolicy`]: body(policyOf(['roles/datastore.user'])),
      [`POST cloudresourcemanager/v3/${project}:setIamPolicy`]: body({}),
      [`GET firestore/v1/${project}/databases/(default)`]: refusal(404, 'no'),
      [`POST firestore/v1/${project}/databases`]: body({
        name: `${project}/databases/(default)/operations/1`,
        done: true,
      }),
      [`GET ${secrets}/CRON_SECRET`]: refusal(404, 'no'),
      [`POST ${secrets}`]: body({}),
      [`POST ${secrets}/CRON_SECRET:addVersion`]: body({}),
      [`POST ${secrets}/CRON_SECRET:setIamPolicy`]: body({}),
      [`GET ${secrets}/LINK_KEY`]: body({ name: 'x', labels: { 'firebase-managed': 'functions', team: 'ops' } }),
      [`PATCH ${secrets}/LINK_KEY`]: body({}),
    });
    expect(await deploy(['--project', PROJECT, '--region', 'us-central1', '--fix', '--yes'], world())).toBe(0);
    expect(asked(':batchEnable')[0]?.body).toEqual({
      serviceIds: APIS.slice(0, 2).map((api) => `${api}.googleapis.com`),
    });
    const { policy } = asked(`${PROJECT}:setIamPolicy`)[0]?.body ?? {};
    expect(policy.etag).toBe('BwY1');
    expect(policy.bindings.map(({ role }: { role: string }) => role).sort()).toEqual(
      RUNTIME_ROLES.map(({ role }) => role).sort(),
    );
    const limited = policy.bindings.find(({ role }: { role: string }) => role === 'roles/secretmanager.admin');
    expect(limited).toMatchObject({
      members: [MEMBER],
      condition: { expression: expect.stringContaining('startsWith("projects/123456789/secrets/tenant-")') },
    });
    expect(policy.bindings[0]).toEqual({ role: 'roles/datastore.user', members: [MEMBER, 'user:else@x.example'] });
    const [created] = server.asked.filter(({ path, method }) => method === 'POST' && path.endsWith('/databases'));
    expect([created?.query.get('databaseId'), created?.body]).toEqual([
      '(default)',
      { type: 'FIRESTORE_NATIVE', locationId: REGION },
    ]);
    const [relabelled] = server.asked.filter(({ path, method }) => method === 'PATCH' && path.endsWith('LINK_KEY'));
    expect([relabelled?.query.get('updateMask'), relabelled?.body]).toEqual(['labels', { labels: { team: 'ops' } }]);
    const added = asked('CRON_SECRET:addVersion')[0]?.body.payload.data;
    const value = Buffer.from(added, 'base64').toString('utf8');
    expect(value).toMatch(/^[\w-]{43}$/);
    expect(lines.join('\n')).not.toContain(value);
    expect(asked('CRON_SECRET:setIamPolicy')[0]?.body.policy.bindings).toEqual([
      { role: 'roles/secretmanager.secretAccessor', members: [MEMBER] },
    ]);
    expect(readFileSync(join(root, `functions/.env.${PROJECT}`), 'utf8')).toMatch(/^REGION=us-central1\n#/);
    expect(readFileSync(join(root, `functions/.env.${PROJECT}`), 'utf8')).toMatch(/^NEW_TENANTS=first$/m);
    const order = server.changes().map((line) => line.replace(/^.*[/:]/, ''));
    expect(order).toEqual([
      'batchEnable',
      'setIamPolicy',
      'databases',
      'secrets',
      'addVersion',
      'setIamPolicy',
      'LINK_KEY',
      'tick',
    ]);
  });

  it('changes nothing of the project itself without --fix, and says that it could', async () => {
    server.set({ [`GET secretmanager/v1/${project}/secrets/CRON_SECRET`]: refusal(404, 'no') });
    expect(await deploy(['--project', PROJECT, '--yes'], world())).toBe(1);
    expect(lines.at(-1)).toMatch(/\nWith --fix this command does Secret CRON_SECRET\.$/);
    expect([server.changes(), ran]).toEqual([[], []]);
  });

  it('does not even try when nobody is signed in', async () => {
    settle();
    const token = async () => {
      throw new GoogleError(401, 'no credentials');
    };
    const google = () => createGoogle({ projectId: PROJECT, fetch, token, origin: () => 'http://127.0.0.1:9' });
    expect(await deploy(['--project', PROJECT, '--fix', '--yes'], world({ google }))).toBe(1);
    expect(lines.at(-1)).toBe('\nNot deployed: nobody is signed in. gcloud auth application-default login');
    expect(ran).toEqual([]);
  });

  it('leaves alone, without --fix, what it could not look at', async () => {
    settle();
    server.set({ [`POST cloudresourcemanager/v3/${project}:getIamPolicy`]: denied });
    expect(await deploy(['--project', PROJECT, '--yes'], world())).toBe(0);
    expect(server.changes().filter((line) => line.includes('Iam'))).toEqual([]);
  });

  it('adds roles to the policy that somebody else has just changed', async () => {
    settle();
    let writes = 0;
    server.set({
      [`POST cloudresourcemanager/v3/${project}:getIamPolicy`]: () => body({ ...policyOf([]), etag: `v${writes}` }),
      [`POST cloudresourcemanager/v3/${project}:setIamPolicy`]: () =>
        ++writes === 1 ? refusal(409, 'There were concurrent policy changes', 'ABORTED') : body({}),
    });
    expect(await deploy(['--project', PROJECT, '--fix', '--yes'], world())).toBe(0);
    expect(asked(`${PROJECT}:setIamPolicy`).map((one) => one.body.policy.etag)).toEqual(['v0', 'v1']);
  });

  it('waits for APIs that were switched on a moment ago, and then knows the project’s number', async () => {
    settle();
    const off = refusal(403, 'Cloud Resource Manager API has not been used in project 1 before or it is disabled.');
    let refusals = 60;
    const number = `GET cloudresourcemanager/v3/${project}`;
    const known = healthy()[number];
    server.set({ [number]: () => (refusals-- > 0 || typeof known !== 'object' ? off : known) });
    expect(await deploy(['--project', PROJECT, '--fix', '--yes'], world())).toBe(0);
    expect(lines.join('\n')).toContain('does not answer yet');
    expect(slept).toBeGreaterThan(100_000);
  });

  it('keeps the other settings when the region moves', async () => {
    settle();
    const moved = 'europe-west1';
    await deploy(['--project', PROJECT, '--region', moved, '--yes', '--fix'], world()).catch(() => null);
    const text = readFileSync(join(root, `functions/.env.${PROJECT}`), 'utf8');
    expect(text).toBe(GOOD_SETTINGS.replace(REGION, moved));
  });

  it('says which step failed, what was done, and how to go on; and goes on from there', async () => {
    settle();
    failing = 'hosting';
    const failed = await deploy(['--project', PROJECT, '--yes'], world()).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(DeployError);
    const { message } = failed as DeployError;
    expect(message).toContain('“Web app” failed: hosting went wrong');
    expect(message).toContain('Done before it: Build, Firestore rules, indexes, TTL, Wait for the indexes, Functions.');
    expect(message).toContain(`npm run deploy -- --project ${PROJECT}`);
    [failing, ran] = [null, []];
    expect(await deploy(['--project', PROJECT, '--yes'], world())).toBe(0);
    expect(ran).toHaveLength(4);
  });

  it('uploads the functions once more when rights of a minute ago did not hold yet, three times in all', async () => {
    settle();
    failing = 'functions';
    await expect(deploy(['--project', PROJECT, '--yes'], world())).rejects.toThrow('“Functions” failed');
    expect(ran.filter((line) => line.includes('--only functions'))).toHaveLength(3);
    expect(slept).toBe(120_000);
    expect(ran.some((line) => line.includes('hosting'))).toBe(false);
  });

  it('fails when the tick does not run, though everything is uploaded', async () => {
    settle();
    const silent = world({ fetch: async () => health(null) });
    await expect(deploy(['--project', PROJECT, '--yes'], silent)).rejects.toThrow(
      /“Smoke test” failed: The tick has not run/,
    );
  });

  it('does nothing when the answer is no, and nothing in a dry run', async () => {
    settle();
    expect(await deploy(['--project', PROJECT], world({ confirm: async () => false }))).toBe(1);
    expect(await deploy(['--project', PROJECT, '--dry-run', '--fix', '--yes'], world())).toBe(0);
    expect([server.changes(), ran]).toEqual([[], []]);
  });

  it.each([
    [[], '--project is missing'],
    [['--project', 'X'], 'is no project id'],
    [['--project', PROJECT, '--region', 'mars'], 'is no region'],
    [['--project', PROJECT, '--frce'], '--frce'],
  ])('refuses %j with how to write it', async (args, says) => {
    const failed = await deploy(args, world()).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UsageError);
    expect((failed as Error).message).toContain(says);
  });
});
