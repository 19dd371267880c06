import { beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Api } from '../api.ts';
import type { Ask } from '../ask.ts';
import { paint } from '../screen.ts';
import type { Answer, Shell } from '../shell.ts';
import { schedules } from './list.ts';
import { pause, resume } from './pause.ts';

const since = '2026-11-22T09:00:00.000Z';
const playbook = (playbookId: string, status: string, by: string | null = null) => ({
  ...{ playbookId, name: playbookId.toUpperCase(), status, arming: null, triggers: [], inputs: [] },
  pause: by === null ? null : { by, since, until: null },
});
const playbooks = [
  playbook('a', 'active'),
  playbook('b', 'active'),
  playbook('c', 'paused', 'key:me'),
  playbook('d', 'paused', 'olive'),
  playbook('e', 'draft'),
];
const scheduleOf = (playbookId: string, nextRun: string | null) => ({
  ...{ playbookId, name: playbookId, cron: '0 9 * * *', timezone: 'America/New_York', status: 'active', nextRun },
});

let sent: [string, unknown][];
beforeEach(() => {
  sent = [];
});

function shellOf(more: Partial<Shell> = {}): Shell {
  const read = (value: unknown, schema: z.ZodType) => Promise.resolve(schema.parse(value));
  const api = {
    actor: 'key:me',
    list: async (_: string, schema: z.ZodType) => playbooks.map((one) => schema.parse(one)),
    get: (_: string, schema: z.ZodType) =>
      read({ schedules: [scheduleOf('x', null), scheduleOf('y', since)], isWhole: true }, schema),
    patch: (path: string, body: unknown, schema: z.ZodType) => {
      sent.push([path, body]);
      return read(
        playbooks.find(({ playbookId }) => path.endsWith(`/${playbookId}`)),
        schema,
      );
    },
  } as unknown as Api;
  const screen = { columns: null, print: () => {}, note: () => {}, raw: () => {} };
  return { screen, ask: null, isYes: false, api: async () => api, ...more } as Shell;
}
const said = ({ lines }: Answer) => lines.map((line) => paint(line, false));

describe('a pause on the command line', () => {
  it('of all is of those that are active, and is confirmed', async () => {
    await expect(pause(shellOf(), undefined, { all: true })).rejects.toMatchObject({ fix: 'add --yes' });
    const no = shellOf({ ask: { confirm: async () => false } as unknown as Ask });
    await expect(pause(no, undefined, { all: true })).rejects.toThrow('Nothing was changed');
    expect(sent).toEqual([]);
    await pause(shellOf({ isYes: true }), undefined, { all: true, until: '2026-12-24' });
    const body = { status: 'paused', until: '2026-12-24' };
    expect(sent).toEqual([
      ['/api/playbooks/a', body],
      ['/api/playbooks/b', body],
    ]);
  });

  it('ends, of all, where this key has begun it', async () => {
    const answer = await resume(shellOf({ isYes: true }), undefined, { all: true, held: 'none' });
    expect(sent).toEqual([['/api/playbooks/c', { status: 'active', held: 'none' }]]);
    expect(said(answer)).toEqual(['C goes on.', 'D was paused by somebody else: playbooks resume d']);
    await resume(shellOf(), 'd', { all: false, held: 'latest' });
    expect(sent[1]).toEqual(['/api/playbooks/d', { status: 'active', held: 'latest' }]);
  });

  it('changes nothing twice, and activates no draft', async () => {
    expect(said(await pause(shellOf(), 'c', { all: false }))).toEqual(['C is paused already.']);
    expect(said(await resume(shellOf(), 'a', { all: false, held: 'latest' }))).toEqual(['A is active already.']);
    await expect(resume(shellOf(), 'e', { all: false, held: 'latest' })).rejects.toThrow('E is a draft, not paused');
    await expect(pause(shellOf(), 'e', { all: false })).rejects.toThrow('starts nothing by itself');
    await expect(pause(shellOf(), undefined, { all: false })).rejects.toMatchObject({ name: 'UsageError' });
    await expect(pause(shellOf(), 'a', { all: true })).rejects.toMatchObject({ name: 'UsageError' });
    expect(sent).toEqual([]);
  });
});

describe('schedules on the command line', () => {
  it('are told by when they come next, in their own zone', async () => {
    const [, first, second] = said(await schedules(shellOf()));
    expect(first).toMatch(/^y .*America\/New_York {2}2026-11-22 04:00 {2}active/);
    expect(second).toMatch(/^x .* – /);
  });
});
