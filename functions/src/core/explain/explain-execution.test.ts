import { describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { Execution } from '../../model/execution.ts';
import { explanationSchema } from '../../model/explanation.ts';
import { top } from '../../model/paths.ts';
import { playbookContentSchema } from '../../model/playbook.ts';
import { execution, failedWith, noon, problem, result } from './explain.fixture.ts';
import { explainExecution } from './explain-execution.ts';

const content = (steps: readonly object[], more: object = {}) =>
  JSON.stringify(playbookContentSchema.parse({ agent: null, triggers: [], inputs: [], steps, ...more }));
const plain = [
  { id: 'scan', action: 'do' },
  { id: 'mail', action: 'do' },
];

async function kitWith(stored: Record<string, Execution>, versions: Record<string, string> = {}): Promise<EngineKit> {
  const kit = await createEngineKit([makeStep('do', () => ({}))], { startAt: '2026-11-23T18:00:00Z' });
  await kit.playbook(plain.map((step) => ({ ...step })));
  const all = { version1: content(plain), ...versions };
  const createdAt = new Date('2026-11-20T15:00:00Z');
  await kit.store.commit([
    ...Object.entries(all).map(([id, contentJson]) => ({
      op: 'create' as const,
      path: paths.version('playbook1', id).path,
      data: { contentJson, createdAt, createdBy: 'owner' },
    })),
    ...Object.entries(stored).map(([id, data]) => ({ op: 'create' as const, path: paths.execution(id).path, data })),
  ]);
  return kit;
}

/** The explanation of one stored execution: its summary, and its sentences as one text. */
async function explained(stored: Execution, more: Parameters<typeof kitWith>[0] = {}, versions = {}) {
  const kit = await kitWith({ e1: stored, ...more }, versions);
  return explanationIn(kit);
}
async function explanationIn(kit: EngineKit) {
  const found = await explainExecution(kit.engine, orgId, 'e1');
  if (found === null) throw new Error('There is no explanation');
  const evidence = found.sentences.flatMap((sentence) => sentence.evidence);
  explanationSchema.parse(found);
  return { ...found, text: found.sentences.map(({ text }) => text).join('\n'), evidence };
}

describe('what is held', () => {
  const waiting = { status: 'waiting', startedAt: null, completedAt: null, dueAt: noon };
  const held = (kind: object) => execution({ ...waiting, wait: { path: '', wakeAt: noon, polls: 2, ...kind } });

  it('by a pause is told with who, since when and why; over, that it goes on', async () => {
    const kit = await kitWith({ e1: held({ kind: 'pause' }) });
    const set = (pause: object | null) =>
      kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { pause } }]);
    await set({ since: new Date('2026-11-23T16:00:00Z'), by: 'owner', reason: 'Stocktaking' });
    const { text } = await explanationIn(kit);
    expect(text).toContain('business is paused, by Olive since Mon, Nov 23, 2026, 11:00 AM EST. The reason');
    await set(null);
    expect((await explanationIn(kit)).text).toContain('No pause holds it any more');
  });

  it('by a limit is told with the limit, and that it is not lost', async () => {
    const { text } = await explained(held({ kind: 'limit', limit: 'email_send' }));
    expect(text).toMatch(/the limit “email_send” is used up.*\n.*goes on by itself when there is room again/);
  });
});

describe('how an execution started', () => {
  it('is told of a person by name, with the version and the cost', async () => {
    const { summary, text, evidence, links } = await explained(execution());
    expect(summary).toBe('It completed, 12 seconds after it began.');
    expect(text).toContain('Olive started it by hand at Mon, Nov 23, 2026, 12:00 PM EST.');
    expect(text).toContain('It followed the version version1, saved at Fri, Nov 20, 2026, 10:00 AM EST');
    expect(text).toContain('It used 4 reads, 2 writes');
    expect(evidence).toContainEqual({ label: 'Created', value: noon.toISOString(), path: 'playbook_executions/e1' });
    expect(links).toEqual([{ label: 'Open the playbook', href: '/playbooks/playbook1' }]);
  });

  it('is told of a schedule: when it was due, and how late it was', async () => {
    const daily = { type: 'schedule', id: 'schedule', cron: '0 11 * * *', timezone: 'America/New_York' };
    const due = { triggeredBy: 'schedule', triggerId: 'schedule', scheduledFor: new Date('2026-11-23T16:00:00Z') };
    const { text } = await explained(
      execution({ ...due, startedBy: 'system' }),
      {},
      {
        version1: content(plain, { triggers: [daily] }),
      },
    );
    expect(text).toContain(
      'Its schedule (every day at 11:00 AM Eastern Time) had it due at Mon, Nov 23, 2026, 11:00 AM EST, and it was started 1 hour late.',
    );
    const { text: punctual } = await explained(execution({ ...due, scheduledFor: noon }));
    expect(punctual).toContain('it was started on time');
  });

  it('is told of an event, and of the execution that caused it', async () => {
    const kit = await kitWith({ e1: execution({ triggeredBy: 'event', eventId: 'event1', triggerId: 'event' }) });
    expect((await explanationIn(kit)).text).toContain('An event started it, which is not kept any more');
    const event = {
      eventName: 'inventory.low_stock',
      source: 's',
      subject: 'inventory/blue-dream',
      time: noon,
      dataJson: '{}',
      depth: 1,
      causedBy: 'e0',
      cursor: null,
      started: 1,
      dueAt: null,
      expireAt: noon,
    };
    await kit.store.commit([{ op: 'create', path: paths.event('event1').path, data: event }]);
    const { text, links } = await explanationIn(kit);
    expect(text).toContain('The event inventory.low_stock about inventory/blue-dream');
    expect(links).toContainEqual({ label: 'The execution that caused the event', href: '/executions/e0' });
  });

  it('is told of a key, a parent and a replay', async () => {
    expect((await explained(execution({ triggeredBy: 'api', startedBy: 'key1' }))).text).toContain('The API key key1');
    const items = { executionId: 'e0', path: 'loop', items: { from: 100, to: 200 }, awaited: true };
    const share = await explained(execution({ triggeredBy: 'playbook', parent: items }));
    expect(share.text).toContain('It does the items 101 to 200 of the step “loop” of another execution.');
    const called = await explained(execution({ parent: { ...items, items: null, awaited: false } }));
    expect(called.text).toContain('which does not wait for it');
    const again = await explained(execution({ replayOf: 'e0', mode: 'dry_run' }));
    expect(again.text).toContain('It repeats an earlier execution.');
    expect(again.text).toContain('As a dry run');
    expect(again.links).toContainEqual({ label: 'The execution that it repeats', href: '/executions/e0' });
  });
});

describe('the steps', () => {
  it('are told with the condition that was not met, the attempts, the branch and the items', async () => {
    const note = 'Condition not met: money_mike.price_gap > 10 (money_mike.price_gap is 4)';
    const { summary, text, evidence } = await explained(
      execution({
        stepResults: [
          result('scan', { attempts: 3 }),
          result('choice', { branch: 'high' }),
          result('choice.inner'),
          result('loop', {
            progress: { total: 8, completed: 6, failed: 2, batch: null, generation: 0, next: 0, open: [] },
          }),
          result('loop[3].post', { status: 'failed', error: problem('refused', 'The shop refused it.') }),
          result('mail', { status: 'skipped', note, attempts: 0 }),
        ],
      }),
    );
    expect(summary).toContain('1 step was skipped');
    expect(text).toContain('The step “scan” (do) was done in 1 second, at attempt 3');
    expect(text).toContain('It took the branch “high”.');
    expect(text).toContain('Of its 8, 6 are done, 2 failed.');
    expect(text).toContain('“post”, for item 4 of “loop” (do) failed. The shop refused it. Another service failed.');
    expect(text).toContain(`The step “mail” (do) was skipped. ${note}.`);
    expect(text).toContain('1 more step is not told one by one: 1 completed.');
    expect(evidence).toContainEqual({ label: 'Note', value: note, path: 'playbook_executions/e1' });
  });

  it('are counted where there are very many, and those with a story still told', async () => {
    const many = Array.from({ length: 500 }, (_, index) => result(`step${index}`));
    const stepResults = [...many, result('last', { attempts: 2 })];
    const { sentences, text } = await explained(execution({ stepResults }));
    expect(sentences.length).toBeLessThan(20);
    expect(text).toContain('“last”');
    expect(text).toContain('500 more steps are not told one by one: 500 completed.');
  });
});

describe('where an execution stands', () => {
  it('is told of an approval: which one, and until when', async () => {
    const wakeAt = new Date('2026-11-30T17:00:00Z');
    const wait = { kind: 'approval' as const, path: 'mail', wakeAt, approvalId: 'a1' };
    const open = { status: 'waiting', completedAt: null, wait, dueAt: wakeAt };
    const stepResults = [result('mail', { status: 'waiting', wait })];
    const { summary, text, evidence } = await explained(execution({ ...open, stepResults }));
    expect(summary).toBe('It waits for an approval, until Mon, Nov 30, 2026, 12:00 PM EST at the latest.');
    expect(text).toContain('Now it waits for an approval in the step “mail”.');
    expect(evidence).toContainEqual({ label: 'Approval', value: 'a1', path: 'approvals/a1' });
  });

  it('is told of a retry with the reason of the last failure', async () => {
    const wait = { kind: 'retry' as const, path: 'scan', wakeAt: new Date('2026-11-23T17:05:00Z'), attempt: 2 };
    const error = problem('rate_limited', 'The shop asks us to slow down');
    const stepResults = [result('scan', { status: 'waiting', attempts: 2, wait, error, completedAt: null })];
    const { text } = await explained(
      execution({ status: 'waiting', completedAt: null, wait, dueAt: wait.wakeAt, stepResults, takeovers: 1 }),
    );
    expect(text).toContain('The last attempt failed: The shop asks us to slow down.');
    expect(text).toContain('Its worker fell silent 1 time within one step, and another one took over.');
  });

  it('is told of its turn, with a link to the execution before it', async () => {
    const wakeAt = new Date('2026-11-23T17:05:00Z');
    const wait = { kind: 'turn' as const, path: '', wakeAt, after: 'e0' };
    const stored = execution({ status: 'waiting', startedAt: null, completedAt: null, wait, dueAt: wakeAt });
    const { text, links } = await explained(stored);
    expect(text).toContain('Now it waits until the execution before it is over.');
    expect(links).toContainEqual({ label: 'The execution before it', href: '/executions/e0' });
  });

  it('is told of a cancel with who asked for it, or that nobody stored it', async () => {
    const signals = { c: { kind: 'cancel', by: 'owner', at: noon } };
    const { text } = await explained(execution({ status: 'canceled', signals }));
    expect(text).toContain('Olive asked for it.');
    expect((await explained(execution({ status: 'canceled' }))).text).toContain('By whom is not stored.');
  });

  it('is told of skipped starts: why, and for how many the record stands, in the tenant’s zone', async () => {
    const stored = execution({
      status: 'skipped',
      startedAt: null,
      triggeredBy: 'schedule',
      triggerId: 'schedule',
      scheduledFor: noon,
      error: problem('missed', 'The start of 2026-11-23T17:00:00.000Z could not happen in time.'),
      occurrences: 3,
      lastScheduledFor: new Date('2026-11-23T19:00:00Z'),
    });
    const { summary, text } = await explained(stored);
    expect(summary).toBe('It did not start. The start of Mon, Nov 23, 2026, 12:00 PM EST could not happen in time.');
    expect(text).toContain('This record stands for 3 starts in a row');
    expect(text).not.toContain('followed the version');
  });
});

describe('a failure', () => {
  const failure = {
    ...failedWith('timeout', 'The page did not answer'),
    stepResults: [result('scan'), result('mail', { status: 'failed' })],
  };
  const worked = execution({
    createdAt: new Date('2026-11-22T17:00:00Z'),
    stepResults: [result('scan'), result('mail')],
  });

  it('names its step, whose turn it is, and what is different since the playbook last worked', async () => {
    const before = execution({ ...failure, createdAt: new Date('2026-11-23T09:00:00Z') });
    const { summary, text, links } = await explained(execution(failure), { e0: worked, between: before });
    expect(summary).toBe('It failed at the step “mail”. The page did not answer.');
    expect(text).toContain('The page did not answer. Another service failed.');
    expect(text).toContain('The playbook last worked at Sun, Nov 22, 2026, 12:00 PM EST. Since then 2 have failed');
    expect(text).toContain('The playbook itself is the same as then');
    expect(text).toContain('The step that failed is “mail”; when the playbook last worked, it ended as completed.');
    expect(links).toContainEqual({ label: 'The last execution that worked', href: '/executions/e0' });
  });

  it('of a playbook that was changed says what was changed', async () => {
    const changed = [
      { id: 'mail', action: 'do', params: { to: 'x@thrive.example' }, condition: 'inputs.a > 1' },
      { id: 'note', action: 'do' },
    ];
    const { text } = await explained(
      execution({ ...failure, versionId: 'version2' }),
      { e0: worked },
      {
        version2: content(changed, { overlap: 'queue' }),
      },
    );
    expect(text).toContain(
      'The playbook was changed since: the step “note” was added; the step “scan” was removed; params, condition of the step “mail” changed; its overlap policy was changed.',
    );
  });

  it('is that of the innermost step that nothing around it was told to bear', async () => {
    const steps = [
      { id: 'loop', action: 'do', onError: 'continue', steps: [{ id: 'post', action: 'do' }] },
      { id: 'both', action: 'do', branches: [{ id: 'left', steps: [{ id: 'mail', action: 'do' }] }] },
    ];
    const bad = (path: string, message: string) => result(path, { status: 'failed', error: problem('x', message) });
    const stepResults = [
      bad('loop', 'The shop is closed'),
      bad('loop[1].post', 'The shop is closed'),
      bad('both', 'No such address'),
      bad('both[left].mail', 'No such address'),
    ];
    const failed = execution({ ...failedWith('x', 'No such address'), stepResults });
    const { summary, text } = await explained(failed, {}, { version1: content(steps) });
    expect(summary).toBe('It failed at the step “mail”, on the way “left” of “both”. No such address.');
    expect(text).toContain('“loop” (do) failed. A step inside it did. The execution went on, as the playbook says.');
    expect(text).toContain('“post”, for item 2 of “loop” (do) failed. The shop is closed. Another service failed.');
  });

  it('that is the first says so, and names the steps that were not reached', async () => {
    const { text } = await explained(
      execution({ ...failedWith('x', 'No'), stepResults: [result('scan', { status: 'failed' })] }),
    );
    expect(text).toContain('No earlier execution of this playbook that completed is stored.');
    expect(text).toContain('It did not come to the step “mail”.');
    const rehearsed = { e0: execution({ mode: 'dry_run', createdAt: new Date('2026-11-22T17:00:00Z') }) };
    const { text: after } = await explained(execution(failedWith('x', 'No')), rehearsed);
    expect(after).toContain('Of the last 1 that completed before it, none was live.');
  });
});

it('an execution that is not there, or another tenant’s, has no explanation', async () => {
  const kit = await kitWith({ e1: execution() });
  expect(await explainExecution(kit.engine, orgId, 'e2')).toBeNull();
  expect(await explainExecution(kit.engine, 'org_b', 'e1')).toBeNull();
});
