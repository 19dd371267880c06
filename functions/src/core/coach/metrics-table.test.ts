import { describe, expect, it } from 'vitest';
import { delimiterOf, readTable } from './metrics-table.ts';

const place = { locale: 'en-US', currency: 'USD', today: '2026-11-23' };
const german = { ...place, locale: 'de-DE', currency: 'EUR' };
/** Cells without quotation marks. */
function read(csv: string, where = place) {
  const mark = delimiterOf(csv);
  return readTable(
    csv.split('\n').map((line) => line.split(mark)),
    where,
  );
}
const datesOf = (texts: readonly string[], where = place) => {
  const { days, problems, notes } = read(['Date;Cash', ...texts.map((text) => `${text};1`)].join('\n'), where);
  return [days.map(({ date }) => date), problems.map(({ line, message }) => `${line} ${message}`), notes];
};

describe('a table of figures', () => {
  it('knows them by name and by label, in any case, and says which columns are none', () => {
    const heads = 'date,CASH,monthly_burn,"You owe, past due",Net margin (%),Mood';
    expect(delimiterOf(heads)).toBe(',');
    const table = readTable(
      [
        ['date', 'CASH', 'monthly_burn', 'You owe, past due', 'Net margin (%)', 'Mood'],
        ['2026-11-16', '$12,400.50', '3,000', '', '-3.5', 'good'],
        ['', '', '', '', '', ''],
        ['2026-11-09', '(350)', 'n/a', '1200', '4 %', 'so\nso'],
        ['2026-11-02', '', '', '', '', 'bad'],
      ],
      place,
    );
    expect(table).toEqual({
      days: [
        { date: '2026-11-16', figures: { cash: 12_400.5, monthlyBurn: 3_000, netMargin: -0.035 } },
        { date: '2026-11-09', figures: { cash: -350, overduePayables: 1_200, netMargin: 0.04 } },
      ],
      problems: [],
      ignored: ['Mood'],
      notes: [],
    });
  });

  it('may have semicolons and decimal commas', () => {
    const { days, problems } = read(
      'Datum;Cash;Revenue, last month\n16.11.2026;12.400,50 €;9.000\n09.11.26;8,5;',
      german,
    );
    expect(problems).toEqual([]);
    expect(days).toEqual([
      { date: '2026-11-16', figures: { cash: 12_400.5, revenue30: 9_000 } },
      { date: '2026-11-09', figures: { cash: 8.5 } },
    ]);
  });

  it('is read as a whole, with each problem by its line and column', () => {
    const rows = [
      ['Date', 'Cash', 'Net margin'],
      ['2026-11-16', 'a lot', '12'],
      ['2026-11-09', '"\n"', '0.1'],
      ['2026-11-24', '5', '0.1'],
      ['2026-11-16', '€5', '0.1'],
      ['2026-02-30', '5', '0.1'],
      ['2026-11-02', '12', '400', '5'],
    ];
    expect(readTable(rows, place).problems).toEqual([
      { line: 2, column: 'Cash', message: '‘a lot’ is no number' },
      { line: 2, column: 'Net margin', message: 'Write 12 % or 0.12' },
      { line: 3, column: 'Cash', message: expect.stringContaining('is no number') },
      { line: 5, column: 'Date', message: '2026-11-24 has not come yet' },
      { line: 6, column: 'Cash', message: 'This is not in USD' },
      { line: 6, column: 'Date', message: '2026-11-16 stands in line 2, too' },
      { line: 7, column: 'Date', message: 'There is no such day' },
      { line: 8, column: null, message: expect.stringMatching(/^There are 4 cells, and 3 columns; put numbers/) },
    ]);
  });

  it.each([
    ['', 1, 'There is a header and a line for each day to it'],
    ['Date;Cash', 1, 'There is a header and a line for each day to it'],
    ['Cash;Burn a month\n1;2', 1, 'One of the columns is to be headed ‘Date’'],
    ['Date;Mood\n2026-11-16;good', 1, 'None of the columns is a figure, such as Cash or monthlyBurn'],
    ['Date;Cash;cash\n2026-11-16;1;2', 1, 'Two columns are Cash'],
    [`Date;Cash\n${'2026-11-16;1\n'.repeat(401)}`, 402, 'A table has at most 400 days'],
  ])('is refused: %s', (csv, line, message) => {
    expect(read(csv)).toMatchObject({ days: [], problems: [{ line, column: null, message }] });
  });
});

describe('days', () => {
  it('are read in the order that others of the table show', () => {
    expect(datesOf(['2026-11-02', '2026/11/3', '03/11/2026', '23/11/2026'])[0]).toEqual([
      ...['2026-11-02', '2026-11-03', '2026-11-03', '2026-11-23'],
    ]);
    expect(datesOf(['11/03/2026', '11/23/26'], german)).toEqual([['2026-11-03', '2026-11-23'], [], []]);
  });

  it('are read in the order of the place where nothing shows another, which is said', () => {
    const day = ['Days were read with the day first, as in 31/12/2026'];
    const month = ['Days were read with the month first, as in 12/31/2026'];
    expect(datesOf(['03/04/2026'])).toEqual([['2026-03-04'], [], month]);
    expect(datesOf(['03/04/2026'], { ...place, locale: 'en-GB' })).toEqual([['2026-04-03'], [], day]);
    expect(datesOf(['05/05/2026', '03.04.2026'])).toEqual([['2026-05-05', '2026-04-03'], [], []]);
  });

  it('are refused where they can be read in two ways, and where there is no such day', () => {
    expect(datesOf(['23/11/2026', '11/22/2026', '03/04/2026', 'yesterday', '1999-01-01'])).toEqual([
      ['2026-11-23', '2026-11-22'],
      [
        '4 This can be read in two ways: write 2026-03-04',
        '5 Write a day as 2026-11-23',
        '6 1999-01-01 is too long ago',
      ],
      [],
    ]);
  });
});
