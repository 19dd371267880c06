import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../lib/api.ts';
import { createSaver, type SaveState } from './draft-saver.ts';
import type { Edited } from './edited.ts';
import type { DraftState, SavedDraft } from './playbook-draft.ts';

const named = (name: string): Edited => ({
  ...{ name, description: '', category: 'general', agent: null, overlap: null },
  ...{ triggers: [], inputs: [], steps: [], onFailure: [] },
});
const answerFor = (revision: number): SavedDraft => ({
  ...{ revision, baseVersionId: 'v1', liveVersionId: 'v1' },
  ...{ problems: [], warnings: [], missingConnections: [], changes: [], examples: [], schedules: [] },
});

/** A saver with a server whose answers are given by hand, and timers that are fired by hand. */
function kit() {
  const sent: { name: string; revision: number; answer(error?: unknown): Promise<void> }[] = [];
  const states: string[] = [];
  const timers: { ms: number; act(): void }[] = [];
  const saver = createSaver(
    { revision: 0, baseVersionId: 'v1' },
    {
      save: (edited: Edited, { revision }: DraftState) =>
        new Promise((resolve, reject) => {
          const answer = async (error?: unknown) => {
            if (error === undefined) resolve(answerFor(revision + 1));
            else reject(error);
            await new Promise(setImmediate);
          };
          sent.push({ name: edited.name, revision, answer });
        }),
      later: (ms, act) => {
        const timer = { ms, act };
        timers.push(timer);
        return () => timers.splice(0, timers.length, ...timers.filter((one) => one !== timer));
      },
      told: (state: SaveState) => states.push(state.kind),
      saved: () => {},
    },
  );
  const fire = () => timers.splice(0).map(({ act }) => act());
  return { saver, sent, states, timers, fire };
}

describe('the saver of a draft', () => {
  it('waits until nobody has typed for 800 ms, and then saves the last of it, once', async () => {
    const { saver, sent, timers, fire, states } = kit();
    saver.change(named('a'));
    saver.change(named('ab'));
    expect([sent.length, timers.map(({ ms }) => ms)]).toEqual([0, [800]]);
    fire();
    expect(sent.map(({ name }) => name)).toEqual(['ab']);
    await sent[0]?.answer();
    expect([saver.unsaved(), saver.state().revision, states.at(-1)]).toEqual([null, 1, 'saved']);
  });

  it('sends one after the other: what was typed while it saved goes with the next revision', async () => {
    const { saver, sent } = kit();
    saver.change(named('a'));
    const all = saver.flush();
    saver.change(named('ab'));
    void saver.flush();
    expect(sent.length).toBe(1);
    await sent[0]?.answer();
    expect(sent.map(({ name, revision }) => [name, revision])).toEqual([
      ['a', 0],
      ['ab', 1],
    ]);
    await sent[1]?.answer();
    expect(await all).toBe(true);
  });

  it('keeps what could not be sent, and tries again', async () => {
    const { saver, sent, timers, fire, states } = kit();
    saver.change(named('a'));
    void saver.flush();
    await sent[0]?.answer(new ApiError(0, 'Not reached'));
    expect([saver.unsaved()?.name, states.at(-1), timers.map(({ ms }) => ms)]).toEqual(['a', 'failed', [10_000]]);
    fire();
    await sent[1]?.answer();
    expect(saver.unsaved()).toBeNull();
  });

  it('sends nothing more when somebody else has saved, until it is said whose goes on', async () => {
    const { saver, sent, fire, states } = kit();
    saver.change(named('a'));
    void saver.flush();
    await sent[0]?.answer(new ApiError(409, 'Changed', [], 'draft_changed'));
    saver.change(named('ab'));
    fire();
    expect([sent.length, states.at(-1), await saver.flush()]).toEqual([1, 'conflict', false]);
    saver.rebase({ revision: 7, baseVersionId: 'v2' });
    void saver.flush();
    expect(sent.at(-1)).toMatchObject({ name: 'ab', revision: 7 });
    await sent[1]?.answer();
    expect(saver.state().revision).toBe(8);
  });
});
