import { describe, expect, it } from 'vitest';
import { execution, result } from '../../../../../functions/src/core/explain/explain.fixture.ts';
import { executionsCsv } from './executions-csv.ts';

const now = new Date('2026-11-23T18:00:00Z');
const entry = (more: Parameters<typeof execution>[0]) => ({
  id: 'e1',
  path: 'p/e1',
  data: execution(more),
  problem: null,
});

describe('executions as a table', () => {
  it('has a row each, and none for what cannot be read', () => {
    const broken = { id: 'x', path: 'p/x', data: null, problem: 'wrong' };
    const rows = executionsCsv([entry({ playbookName: 'Prices' }), broken], now)
      .trim()
      .split('\r\n');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/^Execution,Playbook,Status/);
    expect(rows[1]).toMatch(/^e1,Prices,Completed,By hand,Live,2026-11-23T17:00:00.000Z,/);
  });

  it('quotes what needs it, and takes nothing for a formula', () => {
    const named = (playbookName: string) => executionsCsv([entry({ playbookName })], now).split('\r\n')[1] ?? '';
    expect(named('Say "hi", Ann')).toContain('"Say ""hi"", Ann"');
    expect(named('=HYPERLINK("http://x")')).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(named('+1 for all')).toContain("'+1 for all");
    expect(named('-5')).toContain(',-5,');
  });

  it('says what came out', () => {
    const stepResults = [result('mail', { outputJson: '{"summary":"Wrote to Ann"}' })];
    expect(executionsCsv([entry({ stepResults })], now)).toContain('Wrote to Ann');
  });
});
