import { describe, expect, it } from 'vitest';
import { allRows } from '../../test/step-table/all-rows.ts';
import { isAction, tryRow } from '../../test/step-table/table.ts';
import { stepCatalog } from './registry.ts';

const actions = stepCatalog.all().filter(isAction);

describe('the step types that act or read', () => {
  it('each have a row', () => {
    const rows = new Set(allRows.map(({ action }) => action));
    expect(actions.map(({ id }) => id).filter((id) => !rows.has(id))).toEqual([]);
  });

  it.concurrent.each(allRows.map((row) => [row.action, row] as const))(
    '%s works live and dry, refuses bad params, bears what its vendor does, and leaks nothing',
    async (_, row) => {
      const { ms, action, ...verdicts } = await tryRow(row);
      const wrong = Object.entries(verdicts).filter(([, verdict]) => !['ok', '-', 'no'].includes(verdict));
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});
