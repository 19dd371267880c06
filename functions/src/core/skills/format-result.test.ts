import { describe, expect, it } from 'vitest';
import { formatResult } from './format-result.ts';

const nothing = { text: null, table: null, files: [] };

describe('a result as people read it', () => {
  it.each([
    ['nothing', null, { ...nothing, output: null }],
    ['a word', 'Done', { ...nothing, text: 'Done', output: null }],
    ['a number', 12, { ...nothing, text: '12', output: null }],
  ])('is %s', (_, output, result) => {
    expect(formatResult(output)).toEqual(result);
  });

  it('is the text, the table and the file that a skill of ours gives', () => {
    const output = {
      title: 'Ads: “tea” / 2026',
      markdown: '# Ads',
      rows: [
        { variant: 1, headline: 'Tea' },
        { variant: 2, headline: null, more: { a: 1 } },
      ],
      csv: 'variant,headline\r\n1,Tea\r\n',
    };
    expect(formatResult(output)).toEqual({
      text: '# Ads',
      table: {
        columns: ['variant', 'headline', 'more'],
        rows: [
          [1, 'Tea', null],
          [2, null, '{"a":1}'],
        ],
        isWhole: true,
      },
      files: [{ name: 'Ads tea 2026.csv', type: 'text/csv', content: output.csv, url: null }],
      output,
    });
  });

  it('looks into what a webhook has answered, and takes files that it names', () => {
    const files = [
      { name: 'outline.txt', type: 'text/plain', content: 'One' },
      { name: 'report.pdf', url: 'https://files.example/report.pdf' },
      { name: 'bad', url: 'javascript:alert(1)' },
    ];
    const output = { skill: 'seo', result: { summary: 'Two files', files } };
    expect(formatResult(output)).toEqual({
      text: 'Two files',
      table: null,
      files: [
        { name: 'outline.txt', type: 'text/plain', content: 'One', url: null },
        { name: 'report.pdf', type: 'text/plain', content: null, url: 'https://files.example/report.pdf' },
      ],
      output,
    });
    expect(formatResult({ skill: 'seo', result: 'Done' })).toMatchObject({ text: 'Done' });
  });

  it('lists by name what is neither', () => {
    const output = { sent_to: 'ada@example.com', count: 2, missing: null };
    expect(formatResult(output).text).toBe('- **sent to**: ada@example.com\n- **count**: 2\n- **missing**: ');
  });

  it('takes tables with columns of their own, and plain lists, and says what it leaves out', () => {
    const grid = { table: { columns: ['a', 'b'], rows: [[1, 2], [3]] } };
    expect(formatResult(grid).table).toEqual({
      columns: ['a', 'b'],
      rows: [
        [1, 2],
        [3, null],
      ],
      isWhole: true,
    });
    expect(formatResult(['x', 'y']).table).toEqual({ columns: ['value'], rows: [['x'], ['y']], isWhole: true });
    const many = formatResult({ rows: Array.from({ length: 1_001 }, (_, n) => ({ n })) }).table;
    expect([many?.rows.length, many?.isWhole]).toEqual([1_000, false]);
  });
});
