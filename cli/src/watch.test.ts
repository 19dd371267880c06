import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Api } from './api.ts';
import { paint } from './screen.ts';
import type { Shell } from './shell.ts';
import { watch } from './watch.ts';

const at = '2026-11-22T09:00:00.000Z';
const later = '2026-11-22T09:00:02.500Z';
const step = (path: string, status: string, more: object = {}) => ({
  ...{ path, action: 'log_note', status, attempts: 1, startedAt: at, completedAt: status === 'running' ? null : later },
  ...{ note: null, output: null, error: null, wait: null, ...more },
});
const execution = (status: string, stepResults: readonly object[], more: object = {}) => ({
  ...{ executionId: 'e1', playbookId: 'p1', playbookName: 'Stock', status, triggeredBy: 'api', mode: 'live' },
  ...{ stepResults, error: null, wait: null, createdAt: at, startedAt: at, completedAt: null, ...more },
});
const failure = {
  ...{ code: 'x', fault: 'user', message: 'The shop does not answer', errors: [] },
  fix: { label: 'Connect it again', href: '/settings/connections' },
};

/** Watches an execution that is found in one state after the other, a second apart. */
async function watching(states: readonly object[], seconds = 600) {
  const lines: string[] = [];
  let looked = 0;
  let now = 0;
  const get = async (_: string, schema: z.ZodType) => schema.parse(states[Math.min(looked++, states.length - 1)]);
  const api = { origin: 'https://x.example', get } as unknown as Api;
  const shell = {
    screen: {
      columns: null,
      print: (some: never[]) => lines.push(...some.map((one) => paint(one, false))),
      note: () => {},
    },
    now: () => new Date(now),
    sleep: async (ms: number) => {
      now += ms;
    },
  } as unknown as Shell;
  const answer = await watch(shell, api, 'e1', seconds);
  return { lines, end: answer.lines.map((one) => paint(one, false)), code: answer.code, looked };
}

describe('an execution that is watched', () => {
  it('tells each step once, when it has ended', async () => {
    const { lines, end, code } = await watching([
      execution('queued', []),
      execution('running', [step('a', 'completed', { output: { rows: 3 } }), step('b', 'running')]),
      execution('completed', [step('a', 'completed', { output: { rows: 3 } }), step('b', 'completed')]),
    ]);
    expect(lines.slice(1)).toEqual(['✓ a  log_note  2.5 s', '    {"rows":3}', '✓ b  log_note  2.5 s']);
    expect([end, code]).toEqual([['Stock: completed'], 0]);
  });

  it('says why it failed and what to do, with 1', async () => {
    const failed = step('a', 'failed', { error: failure });
    const { end, code } = await watching([execution('failed', [failed], { error: failure })]);
    const said = ['The shop does not answer', '→ Connect it again: https://x.example/settings/connections'];
    expect([end, code]).toEqual([['Stock: failed', ...said], 1]);
  });

  it('says which question it waits for, with 3', async () => {
    const wait = { kind: 'approval', path: 'a', wakeAt: later, approvalId: 'q1' };
    const { end, code } = await watching([execution('waiting', [step('a', 'waiting', { wait })], { wait })]);
    expect([end, code]).toEqual([['It waits for a yes: playbooks approve q1'], 3]);
  });

  it('is left alone after a while', async () => {
    const wait = { kind: 'timer', path: 'a', wakeAt: later };
    await expect(
      watching([execution('waiting', [step('a', 'waiting', { wait })], { wait })], 30),
    ).rejects.toMatchObject({
      ...{ message: 'It is still waiting after 30 seconds', fix: expect.stringContaining('logs e1 --follow') },
    });
  });
});
