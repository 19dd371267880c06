import { anyExecution } from '@model/execution-search.ts';
import { describe, expect, it } from 'vitest';
import { exportPath, progressWords, rowCounter } from './export-executions.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('an export of executions', () => {
  it('asks for what the page shows, and for nothing that is not set', () => {
    expect(exportPath(anyExecution, 'xlsx')).toBe('/api/executions/export?format=xlsx');
    const filter = {
      ...anyExecution,
      text: 'Ann & Co',
      statuses: ['failed', 'waiting'] as const,
      playbookId: 'prices',
    };
    const from = new Date('2026-11-01T04:00:00Z');
    const asked = new URL(exportPath({ ...filter, from, mode: 'live' }, 'csv'), 'http://x').searchParams;
    expect(Object.fromEntries(asked)).toEqual({
      ...{ format: 'csv', text: 'Ann & Co', status: 'failed,waiting', playbookId: 'prices', mode: 'live' },
      from: '2026-11-01T04:00:00.000Z',
    });
  });

  it('counts rows and not lines, wherever the bytes are cut', () => {
    const text = '\ufeffName,Result\r\n"Say ""hi""\nand go",1\r\n"a\r\nb",2\r\nplain,3\r\n';
    expect(rowCounter()(bytes(text))).toBe(3);
    const count = rowCounter();
    let rows = 0;
    for (const byte of bytes(text)) rows = count(Uint8Array.of(byte));
    expect(rows).toBe(3);
    expect(rowCounter()(bytes('Name,Result\r\n'))).toBe(0);
    expect(rowCounter()(bytes(''))).toBe(0);
  });

  it('says how far it has come', () => {
    expect(progressWords({ bytes: 9, rows: 1200, total: 100_000 })).toBe('1,200 of 100,000 rows');
    expect(progressWords({ bytes: 9, rows: 1200, total: null })).toBe('1,200 rows so far');
    expect(progressWords({ bytes: 41_200, rows: null, total: 900 })).toBe('41 KB of 900 rows');
    expect(progressWords({ bytes: 4_120_000, rows: null, total: null })).toBe('4.1 MB so far');
  });
});
