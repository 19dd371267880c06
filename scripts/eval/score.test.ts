import { describe, expect, it } from 'vitest';
import { contractSchema } from '../../functions/src/model/contract.ts';
import type { Outcome, Understander } from './outcome.ts';
import type { Expectation, Row } from './row.ts';
import { byCategory, isWrongActivation, results, scoreOf } from './score.ts';

const contract = contractSchema.parse({
  sentences: ['…'],
  subject: 'stock',
  agent: 'pops',
  triggers: [{ type: 'event', eventName: 'inventory.low_stock' }],
  conditions: [],
  actions: [{ action: 'notify' }],
});
const create: Outcome = { kind: 'create', contract };
const question: Outcome = { kind: 'ask', about: 'time', question: 'When?' };
const refusal: Outcome = { kind: 'refuse', message: 'That cannot be done' };
const run: Outcome = { kind: 'command', verb: 'run', target: null, contract: null };
const list: Outcome = { kind: 'command', verb: 'list', target: null, contract: null };

/** Rows with an expectation each, and someone who answers as the second of each pair says. */
function scored(pairs: readonly (readonly [Expectation, Outcome | Error])[], agrees: boolean | null = null) {
  const rows = pairs.map(([expected], index): Row => {
    const facts = { orgName: 'X', timezone: 'UTC', currency: 'USD', locale: 'en-US', now: new Date(0) };
    const user = { name: 'Sam', email: 'sam@x.example' };
    return {
      id: String(index),
      category: expected.kind,
      added: '2026-11-21',
      say: ['…'],
      facts: { ...facts, user, competitors: [], products: [], connections: [], playbooks: [] },
      expect: [expected],
    };
  });
  const understander: Understander = {
    name: 'a table',
    async understand({ id }) {
      const outcome = pairs[Number(id)]?.[1] ?? refusal;
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    agrees: () => agrees,
  };
  return results(rows, understander);
}

describe('the scores', () => {
  it('count what was due by its kind', async () => {
    const score = scoreOf(
      await scored([
        [{ kind: 'create', subject: 'stock' }, create],
        [{ kind: 'create', subject: 'orders' }, create],
        [{ kind: 'create' }, question],
        [{ kind: 'ask', about: 'time' }, question],
        [{ kind: 'ask', about: 'unit' }, question],
        [{ kind: 'ask' }, refusal],
        [{ kind: 'refuse' }, refusal],
        [{ kind: 'refuse' }, create],
        [{ kind: 'command', command: { verb: 'run' } }, run],
      ]),
    );
    expect(score).toMatchObject({
      exact: { met: 4, of: 9 },
      contractExact: { met: 1, of: 3 },
      commandExact: { met: 1, of: 1 },
      askedWhenAmbiguous: { met: 2, of: 3 },
      refusedWhenImpossible: { met: 1, of: 2 },
      askedOrRefused: { met: 4, of: 5 },
      wrongActivations: 2,
    });
  });

  it('call an activation wrong that was not due or means something else, and no answer', async () => {
    const all = await scored([
      [{ kind: 'refuse' }, run],
      [{ kind: 'refuse' }, list],
      [{ kind: 'ask' }, create],
      [{ kind: 'create', subject: 'orders' }, create],
      [{ kind: 'create' }, create],
      [{ kind: 'create' }, refusal],
      [{ kind: 'command', command: { verb: 'pause' } }, run],
    ]);
    expect(all.map(isWrongActivation)).toEqual([true, false, true, true, false, false, true]);
  });

  it('are kept apart by category, and take a throw for a refusal with its words', async () => {
    const all = await scored([
      [{ kind: 'create' }, new Error('out of memory')],
      [{ kind: 'ask' }, question],
    ]);
    expect([...byCategory(all).keys()]).toEqual(['create', 'ask']);
    expect(byCategory(all).get('create')?.exact).toEqual({ met: 0, of: 1 });
    expect(all[0]?.differences.join()).toContain('out of memory');
  });

  it('count the contracts whose examples come out as they say', async () => {
    const pairs = [[{ kind: 'create' }, create] as const];
    expect(scoreOf(await scored(pairs, true)).simulationAgrees).toEqual({ met: 1, of: 1 });
    expect(scoreOf(await scored(pairs, false)).simulationAgrees).toEqual({ met: 0, of: 1 });
    expect(scoreOf(await scored(pairs)).simulationAgrees).toEqual({ met: 0, of: 0 });
  });
});
