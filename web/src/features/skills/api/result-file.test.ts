import type { SkillResult } from '@model/skill-result.ts';
import { describe, expect, it } from 'vitest';
import { fileOf, textOf } from './result-file.ts';

const nothing: SkillResult = { text: null, table: null, files: [], output: null };
const table = {
  columns: ['name', 'price'],
  rows: [
    ['Blue\tDream', 32.5],
    ['=1+1', null],
  ],
  isWhole: true,
};

describe('what came out of a skill', () => {
  it('is kept as a text, else as a table, else as it was put out', () => {
    expect(fileOf({ ...nothing, text: '# Hi', table }, 'Email Sequence: Builder')).toMatchObject({
      name: 'email-sequence-builder.md',
      content: '# Hi',
    });
    const file = fileOf({ ...nothing, table, output: { ok: true } }, 'Prices');
    expect(file).toMatchObject({ name: 'prices.csv', content: "name,price\r\nBlue\tDream,32.5\r\n'=1+1,\r\n" });
    expect(fileOf({ ...nothing, output: { ok: true } }, '…')).toMatchObject({
      name: 'result.json',
      content: '{\n  "ok": true\n}\n',
    });
    expect(fileOf(nothing, 'Prices')).toBeNull();
  });

  it('is copied with its table cell by cell', () => {
    expect(textOf({ ...nothing, text: 'Two of them', table })).toBe(
      'Two of them\n\nname\tprice\nBlue Dream\t32.5\n=1+1\t',
    );
    expect(textOf({ ...nothing, output: { ok: true } })).toBe('{\n  "ok": true\n}');
    expect(textOf(nothing)).toBe('');
  });
});
