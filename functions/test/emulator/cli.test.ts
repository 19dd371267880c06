import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

const CLI = fileURLToPath(new URL('../../../cli/bin.mjs', import.meta.url));

let api: ApiKit;
let folder: string;
beforeAll(async () => {
  [api, folder] = [await startApi(), await mkdtemp(join(tmpdir(), 'playbooks-cli-'))];
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const note = (id: string, text: string) => ({ id, action: 'set_variables', params: { values: { text } } });
const ask = {
  id: 'ask',
  action: 'request_approval',
  params: { title: 'Send it?', message: 'To 40 \u001b[31mcustomers' },
};

/** A tenant with playbooks, and the command line with a key of it. */
async function tenantWith(...playbooks: readonly object[]) {
  const { orgId, uid } = await api.tenant();
  const token = api.token(uid);
  for (const playbook of playbooks) {
    const made = await api.call('POST', '/api/playbooks', { token, body: { status: 'active', ...playbook } });
    expect([made.status, made.problem.errors]).toEqual([201, undefined]);
  }
  const key = await api.key(orgId);
  return { token, cli: (...args: string[]) => runCli(key, args) };
}

async function runCli(key: string, args: readonly string[]) {
  const env = { PATH: process.env.PATH, XDG_CONFIG_HOME: folder, PLAYBOOKS_ORIGIN: api.origin, PLAYBOOKS_API_KEY: key };
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  // biome-ignore lint/suspicious/noExplicitAny: tests look at values of any shape
  const value = (): any => JSON.parse(out);
  return { code, out, err, value };
}

// Each command is a process of its own.
describe('the command line', { timeout: 90_000 }, () => {
  it('lists, runs and asks, in words and in JSON', async () => {
    const schedule = { type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' };
    const inputs = [{ name: 'who', required: true }];
    const { cli, token } = await tenantWith(
      {
        name: 'Greets',
        inputs,
        triggers: [schedule],
        steps: [note('hello', 'Hello {{inputs.who}}'), note('bye', 'Bye')],
      },
      { name: 'Asks', steps: [ask, note('after', '{{steps.ask.by}}')] },
    );
    const listed = await cli('list');
    expect([listed.code, listed.err]).toEqual([0, '']);
    expect(listed.out).toMatch(/^Playbook .*\nAsks .*active.*\nGreets .*active/);

    const ran = await cli('run', 'greets', '--input', 'who=Ada', '--wait');
    expect([ran.code, ran.err]).toEqual([0, '']);
    const [head, ...told] = ran.out.split('\n');
    expect(head).toContain('by api');
    expect(told).toEqual([
      ...[expect.stringMatching(/^✓ hello {2}set_variables {2}/), '    {"values":{"text":"Hello Ada"}}'],
      ...[expect.stringMatching(/^✓ bye /), '    {"values":{"text":"Bye"}}', 'Greets: completed', ''],
    ]);
    const [missing, unknown, every] = await Promise.all([
      cli('run', 'greets', '--wait', '--json'),
      cli('run', 'greets', '--input', 'whom=x'),
      cli('list', '--all', '--json'),
    ]);
    expect([missing.code, missing.value().error.details]).toEqual([1, [expect.stringContaining('who')]]);
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('it asks for who')]);
    expect(every.value()).toMatchObject([{ name: 'Asks' }, { last: { status: 'completed' } }]);

    const asking = await cli('run', 'Asks', '--wait', '--json');
    expect([asking.code, asking.value().status]).toEqual([3, 'waiting']);
    const { items } = (await api.call('GET', '/api/playbooks', { token })).body;
    await api.call('POST', `/api/playbooks/${items[0].playbookId}/execute`, { token, body: {} });
    const [byOlive, byKey] = (await cli('approve', '--json')).value();
    const [own, unasked] = await Promise.all([
      cli('approve', byKey.approvalId, '--yes'),
      cli('approve', byOlive.approvalId),
    ]);
    expect([own.code, own.err]).toEqual([1, expect.stringContaining('has started it cannot approve')]);
    expect([unasked.code, unasked.out, unasked.err]).toEqual([
      ...[2, expect.stringContaining('To 40 customers'), expect.stringContaining('--yes or --no')],
    ]);
    expect(unasked.out).not.toContain('\u001b');
    const decided = (await cli('approve', byOlive.approvalId, '--no', '--reason', 'Not today', '--json')).value();
    expect(decided).toMatchObject({ status: 'rejected', reason: 'Not today' });
    const history = (await cli('history', 'Greets', '--json')).value();
    expect(history).toMatchObject([{ status: 'completed', triggeredBy: 'api' }]);
    expect((await cli('logs', history[0].executionId)).out).toContain('Hello Ada');
  });

  it('carries playbooks as files, and does nothing twice', async () => {
    const { cli, token } = await tenantWith({ name: 'Note', steps: [note('a', 'one')], description: 'Notes: "one"' });
    const path = join(folder, 'note.yaml');
    expect((await cli('export', 'Note', '-o', path)).code).toBe(0);
    expect(await cli('validate', path)).toMatchObject({ code: 0, out: `✓ ${path}\n` });
    const acts = async (...args: string[]) => {
      const { code, value } = await cli(...args, '--json');
      const planned: { act: string }[] = value().plan ?? value();
      return [code, planned.map(({ act }) => act)];
    };
    expect(await acts('plan', folder)).toEqual([0, ['leave']]);

    await writeFile(path, (await readFile(path, 'utf8')).replace('text: one', 'text: two'));
    const fresh = join(folder, 'fresh.json');
    await writeFile(
      fresh,
      JSON.stringify({ name: 'Fresh', steps: [{ action: 'set_variables', params: { values: {} } }] }),
    );
    const planned = await cli('plan', folder);
    expect([planned.code, planned.out]).toEqual([0, expect.stringContaining('1 to create, 1 to change, 0 to leave.')]);
    expect(await cli('apply', folder)).toMatchObject({ code: 2, err: expect.stringContaining('add --yes') });
    expect(await acts('apply', folder, '--yes')).toEqual([0, ['create', 'change']]);
    expect(await acts('apply', folder, '--yes')).toEqual([0, ['leave', 'leave']]);
    const { body } = await api.call('GET', '/api/playbooks', { token });
    expect(body.items).toMatchObject([
      { name: 'Fresh', status: 'draft' },
      { name: 'Note', status: 'active', description: 'Notes: "one"', steps: [{ params: { values: { text: 'two' } } }] },
    ]);

    await writeFile(fresh, '{"name": "Fresh",\n"steps": [{"action": "no_such_step"}]}');
    const wrong = await cli('validate', fresh);
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining(`${fresh}:2 steps.0.action`)]);
    expect(await acts('apply', folder, '--yes')).toEqual([1, ['wrong', 'leave']]);
  });

  it('says what is wrong with a line, a key or an address, with what to do', async () => {
    const { cli } = await tenantWith();
    const [unknown, forged, clear, other, nothing] = await Promise.all([
      cli('lst'),
      runCli('pbk_live_aaaaaaaaaaaa_b', ['list']),
      cli('list', '--origin', 'http://shop.example'),
      cli('list', '--org', 'org_other'),
      cli('logs', 'nothing', '--json'),
    ]);
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean list?') });
    expect([forged.code, forged.err]).toEqual([1, expect.stringMatching(/not valid.*\n→ playbooks login/)]);
    expect(clear).toMatchObject({ code: 2, err: expect.stringContaining('in the clear') });
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('another team') });
    expect([nothing.code, nothing.value().error.message]).toEqual([1, 'There is no execution nothing']);
  });
});
