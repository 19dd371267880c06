import { allRows } from '../functions/test/step-table/all-rows.ts';
import { tryRow } from '../functions/test/step-table/table.ts';
import type { Bench } from './run.ts';

export const bench: Bench = {
  title: 'Every step type against vendors on loopback',
  async run() {
    const rows = [];
    for (const row of allRows) rows.push({ ...(await tryRow(row)) });
    const isGreen = (value: string | number) => typeof value === 'number' || ['ok', '-', 'no'].includes(value);
    const red = rows.filter(({ action, ...verdicts }) => !Object.values(verdicts).every(isGreen));
    const slowest = Math.max(...rows.map(({ ms }) => ms));
    const json = {
      steps: {
        types: rows.length,
        green: rows.length - red.length,
        red: red.map(({ action }) => action),
        slowestMs: slowest,
      },
    };
    return { rows, json };
  },
};
