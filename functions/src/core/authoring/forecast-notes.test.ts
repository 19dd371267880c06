import { describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, makeStep } from '../../../test/kit/engine-kit.ts';
import { create, daily, execute, forecast, setTenant, types } from './forecast.fixture.ts';

describe('the next occurrences', () => {
  it('are five, in local time, each with what is unusual about it', async () => {
    const kit = await createEngineKit(types, { startAt: '2027-03-11T12:00:00Z' });
    const at = (cron: string, id: string) => ({ ...daily, id, cron });
    const triggers = [at('30 2 * * *', 'gap'), at('0,45 2 * * *', 'both'), at('30 */1 * * 0', 'pattern')];
    const spring = await forecast(kit, await kit.playbook([{ action: 'do' }], { triggers }));
    const notesOf = (index: number) => spring.triggers[index]?.next.map(({ local, note }) => [local, note]);
    expect(notesOf(0)?.slice(1, 4)).toEqual([
      ['Sat, Mar 13, 2027, 2:30 AM EST', null],
      [
        'Sun, Mar 14, 2027, 3:00 AM EDT',
        '2:30 AM does not exist on that day, since the clocks go forward: it starts at 3:00 AM',
      ],
      ['Mon, Mar 15, 2027, 2:30 AM EDT', null],
    ]);
    expect(
      notesOf(1)
        ?.map(([, note]) => note)
        .filter(Boolean),
    ).toEqual(['2:00 AM and 2:45 AM do not exist on that day, since the clocks go forward: it starts at 3:00 AM']);
    expect(notesOf(2)?.map(([local]) => local)).toContain('Sun, Mar 14, 2027, 3:30 AM EDT');
    expect(spring.notes).toContain(
      'Sun, Mar 14, 2027: the clocks go forward, and it starts once less than on other days',
    );
  });

  it('say which of two equal times it is', async () => {
    const kit = await createEngineKit(types, { startAt: '2026-11-01T04:00:00Z' });
    const triggers = [
      { ...daily, id: 'fixed', cron: '30 1 * * *' },
      { ...daily, id: 'pattern', cron: '30 */1 * * *' },
    ];
    const autumn = await forecast(kit, await kit.playbook([{ action: 'do' }], { triggers }));
    const twice = '1:30 AM comes twice on that day, since the clocks go back';
    expect(autumn.triggers[0]?.next[0]?.note).toBe(`${twice}: it starts the first time only`);
    expect(autumn.triggers[1]?.next.slice(0, 3).map(({ note }) => note)).toEqual([
      null,
      `${twice}: this is the first time`,
      `${twice}: this is the second time`,
    ]);
    expect(autumn.notes).toContain('Sun, Nov 1, 2026: the clocks go back, and it starts once more than on other days');
  });
});

describe('notes', () => {
  const notesOf = async (kit: EngineKit, more: object) =>
    (await forecast(kit, await kit.playbook([{ action: 'do' }], { triggers: [daily], ...more }))).notes;

  it('tell what keeps it from starting', async () => {
    const kit = await create();
    expect(await notesOf(kit, { status: 'draft' })).toContain(
      'The playbook is a draft: it starts by itself only when it is active',
    );
    expect(await notesOf(kit, { status: 'paused' })).toContain(
      'The playbook is paused: what falls due is held until it is resumed',
    );
    await setTenant(kit, { pause: { since: kit.clock.now(), by: 'owner', reason: null }, dryRun: true });
    const notes = await notesOf(kit, {});
    expect(notes[0]).toBe('Everything is paused since Mon, Nov 23, 2026: what falls due is held until it is resumed');
    expect(notes[1]).toMatch(/^It is a dry run/);
  });

  it.each([
    ['0 9 31 * *', {}, ['February, April, June, September and November have no 31st']],
    ['0 9 30 * *', {}, ['February has no 30th']],
    ['0 9 29 * *', {}, ['February has a 29th in leap years only']],
    ['0 9 28-31 * *', { dayOfMonth: 'last' }, []],
    ['0 9 25-31 * *', {}, []],
    ['0 9 31 1,3 *', {}, []],
    ['0 9 * * 1', { every: 2, anchor: '2026-11-23' }, ['It starts in one week of every 2, counted from the week of']],
  ])('tell what the calendar does to %s %j', async (cron, more, expected) => {
    const kit = await create();
    const notes = await notesOf(kit, { triggers: [{ ...daily, ...more, cron }] });
    const about = notes.filter((note) => /^(Feb|It starts in)/.test(note));
    expect(about).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(about[index]).toContain(words);
  });

  it('tell that it takes longer than its interval, and what then happens', async () => {
    const kit: EngineKit = await createEngineKit([
      makeStep('do', async () => {
        await kit.clock.advance(12 * 60_000);
        return {};
      }),
    ]);
    const triggers = [{ ...daily, cron: '*/10 * * * *' }];
    const playbookId = await kit.playbook([{ action: 'do', timeoutMs: 1_500_000 }], { triggers });
    expect((await forecast(kit, playbookId)).notes.filter((note) => note.startsWith('It took'))).toEqual([]);
    await execute(kit, playbookId, 'slow');
    expect((await forecast(kit, playbookId)).notes).toContain(
      'It took up to 12 minutes of late, and may be due again after 10 minutes: the start that comes meanwhile is skipped',
    );
  });
});
