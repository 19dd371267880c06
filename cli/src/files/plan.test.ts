import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { JsonObject } from '../../../functions/src/model/json.ts';
import { playbookDraftSchema } from '../../../functions/src/model/playbook.ts';
import { type Api, ApiError } from '../api.ts';
import { planLines } from '../commands/files.ts';
import { paint } from '../screen.ts';
import { applyFile, isToDo, pairFiles, planFiles } from './plan.ts';
import { type PlaybookFile, playbookText, readPlaybook } from './playbook-file.ts';

const steps = [{ id: 'a', action: 'log_note', params: { text: 'Line one\n\n  two: {{inputs.least}}\n' } }];
const draft = playbookDraftSchema.parse({
  name: 'Stock',
  triggers: [{ type: 'schedule', id: 'schedule', cron: '0 9 * * *', timezone: 'UTC' }],
  inputs: [{ name: 'least', type: 'number', default: 5 }],
  steps,
});

function fileOf(path: string, text: string): PlaybookFile {
  const file = readPlaybook(path, text);
  if ('problems' in file) throw new Error(JSON.stringify(file.problems));
  return file;
}
const named = (path: string, name: string, id = '') =>
  fileOf(path, `${id === '' ? '' : `# playbookId: ${id}\n`}name: ${name}\nsteps:\n  - action: log_note\n`);

describe('a playbook file', () => {
  it.each(['yaml', 'json'] as const)('comes back as it was exported: %s', (form) => {
    const file = fileOf(`x.${form}`, playbookText('p1', draft, form));
    expect(file.playbookId).toBe(form === 'yaml' ? 'p1' : null);
    const { status, dryRun, sentence, ...said } = draft;
    expect(playbookDraftSchema.parse(file.content)).toEqual({
      ...said,
      status: 'draft',
      dryRun: false,
      sentence: null,
    });
    expect(playbookText('p1', playbookDraftSchema.parse(file.content), form)).toBe(playbookText('p1', draft, form));
  });

  it('says in which line it is wrong', () => {
    const lines = 'name: a\nsteps:\n  - action: log_note\n  - action: Send it\n';
    expect(readPlaybook('x.yaml', lines)).toMatchObject({
      problems: [{ line: 4, message: expect.stringContaining('steps.1.action') }],
    });
    expect(readPlaybook('x.json', '{"name": "a",\n"steps" []}')).toMatchObject({ problems: [{ line: 2 }] });
    expect(readPlaybook('x.yml', 'name: a\nstatus: active\n')).toMatchObject({ problems: [{ line: 2 }] });
  });
});

describe('which playbook a file is for', () => {
  const known = [
    { playbookId: 'p1', name: 'One', status: 'active' },
    { playbookId: 'p2', name: 'Twins', status: 'active' },
    { playbookId: 'p3', name: 'Twins', status: 'draft' },
    { playbookId: 'p4', name: 'Gone', status: 'archived' },
  ] as const;
  const pairsOf = (...files: PlaybookFile[]) => [...pairFiles(files, known).values()];

  it('is told by its id, else by its name, else it is a new one', () => {
    const files = [named('a.yaml', 'Renamed', 'p2'), named('b.yaml', 'One', 'elsewhere'), named('c.yaml', 'Gone')];
    expect(pairsOf(...files)).toMatchObject([
      { playbook: { playbookId: 'p2' } },
      { playbook: { playbookId: 'p1' } },
      { playbook: null },
    ]);
  });

  it('is never guessed, and is never the same for two', () => {
    expect(pairsOf(named('a.yaml', 'Twins'))).toMatchObject([{ problem: expect.stringContaining('p2 or p3') }]);
    const twice = [
      named('a.yaml', 'One'),
      named('b.yaml', 'Other', 'p1'),
      named('c.yaml', 'New'),
      named('d.yaml', 'New'),
    ];
    expect(pairsOf(...twice)).toMatchObject([
      { playbook: { playbookId: 'p1' } },
      { problem: expect.stringContaining('a.yaml') },
      { playbook: null },
      { problem: expect.stringContaining('c.yaml') },
    ]);
  });
});

/** A server that says of each content, by its name, what a check comes to, and notes what is changed. */
function serverOf(
  checks: Readonly<Record<string, { changes?: string[]; problems?: { path: string; message: string }[] }>>,
) {
  const wrote: string[] = [];
  const write = async <T>(method: string, path: string, body: unknown, schema: z.ZodType<T>): Promise<T> => {
    const { content, name, status = 'draft' } = body as { content?: { name: string }; name: string; status?: string };
    const none = { problems: [], warnings: [], missingConnections: [], changes: [], examples: [] };
    if (path === '/api/playbooks/check') return schema.parse({ ...none, ...checks[content?.name ?? ''] });
    wrote.push(`${method} ${path} ${name} ${status}`);
    if (name === 'Refused') {
      throw new ApiError(
        { type: 'urn:x:invalid', title: '', status: 422, detail: 'No', errors: [] },
        'https://x.example',
      );
    }
    const saved: JsonObject = { playbookId: 'new', name, status, arming: null, pause: null, triggers: [], inputs: [] };
    return schema.parse(saved);
  };
  const api = {
    post: (path: string, body: unknown, schema: z.ZodType) => write('POST', path, body, schema),
    patch: (path: string, body: unknown, schema: z.ZodType) => write('PATCH', path, body, schema),
  } as unknown as Api;
  return { api, wrote, checks };
}

describe('a plan', () => {
  const known = [
    { playbookId: 'p1', name: 'Same', status: 'active' },
    { playbookId: 'p2', name: 'Other', status: 'draft' },
  ] as const;
  const files = [named('new.yaml', 'New'), named('same.yaml', 'Same'), named('other.yaml', 'Other')];
  const checks = {
    New: { changes: ['The first version: 1 step.'] },
    Other: { changes: ['The first step is another.'] },
  };

  it('says what would be made, changed and left, in words', async () => {
    const { api } = serverOf(checks);
    const plan = await planFiles(api, files, known, { activate: false });
    expect(plan.map(({ act }) => act)).toEqual(['create', 'leave', 'change']);
    expect(planLines(plan).map((line) => paint(line, false))).toEqual([
      '+ create  New  new.yaml',
      '      The first version: 1 step.',
      '= leave   Same  same.yaml',
      '~ change  Other  other.yaml',
      '      The first step is another.',
      '1 to create, 1 to change, 1 to leave.',
    ]);
  });

  it('finds what is wrong in its line', async () => {
    const { api } = serverOf({ New: { problems: [{ path: 'steps.0.action', message: 'There is no such step' }] } });
    const plan = await planFiles(api, files.slice(0, 1), known, { activate: false });
    expect(plan).toMatchObject([{ act: 'wrong', problems: [{ line: 3 }] }]);
    expect(paint(planLines(plan)[1] ?? '', false)).toBe('    new.yaml:3 steps.0.action: There is no such step');
  });

  it('is done as it was shown, and activates what is none yet only where that was asked for', async () => {
    const { api, wrote } = serverOf(checks);
    for (const activate of [false, true]) {
      const plan = await planFiles(api, files, known, { activate });
      for (const one of plan.filter(isToDo)) expect((await applyFile(api, one)).message).toBeNull();
    }
    expect(wrote).toEqual([
      'POST /api/playbooks New draft',
      'PATCH /api/playbooks/p2 Other draft',
      'POST /api/playbooks New active',
      'PATCH /api/playbooks/p2 Other active',
    ]);
  });

  it('is not done where it would do something else by now, or is refused', async () => {
    const changing: Parameters<typeof serverOf>[0] & Record<string, unknown> = { ...checks };
    const { api, wrote } = serverOf(changing);
    const [one] = (await planFiles(api, files, known, { activate: true })).filter(isToDo);
    Object.assign(changing, { New: { changes: [] } });
    expect(one && (await applyFile(api, one))).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('meanwhile'),
    });
    expect(wrote).toEqual([]);
    const [refused] = (await planFiles(api, [named('r.yaml', 'Refused')], known, { activate: false })).filter(isToDo);
    expect(refused && (await applyFile(api, refused))).toMatchObject({ outcome: 'failed', message: 'No' });
  });
});
