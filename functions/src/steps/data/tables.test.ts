import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { makeCsv } from './make-csv.ts';
import { parseCsv } from './parse-csv.ts';

const { context } = stepContext();
const read = async (text: string, more: JsonObject = {}) =>
  (await runStep(parseCsv, { text, ...more }, context)) as { items: JsonObject[]; columns: string[]; total: number };
const write = async (items: JsonObject[], more: JsonObject = {}) =>
  ((await runStep(makeCsv, { items, ...more }, context)) as { csv: string }).csv;

describe('parse_csv', () => {
  it('reads what spreadsheets write: a mark at the start, semicolons, quotation marks, lines in cells', async () => {
    const { items } = await read('\uFEFFName;Note;Price\r\n"Tea; green";"two\nlines ""here""";1.50\r\n\r\nPot;;x\r\n', {
      numbers: ['Price'],
    });
    expect(items).toEqual([
      { Name: 'Tea; green', Note: 'two\nlines "here"', Price: 1.5 },
      { Name: 'Pot', Note: '', Price: null },
    ]);
  });

  it('keeps zeros at the front, and takes for a number only what is one', async () => {
    const text = 'sku,zip,price\n007,01234,"$1,234.50"\n1e3,0x10,-5\n';
    expect((await read(text, { numbers: ['price'] })).items).toEqual([
      { sku: '007', zip: '01234', price: 1234.5 },
      { sku: '1e3', zip: '0x10', price: -5 },
    ]);
  });

  it('gives every column a name of its own, and rows that are too short or too long their places', async () => {
    expect(await read('a,a,,a\n1,2\n1,2,3,4,5\n')).toMatchObject({
      columns: ['a', 'a_2', 'column_3', 'a_3', 'column_5'],
      items: [
        { a: '1', a_2: '2', column_3: '', a_3: '', column_5: '' },
        { a: '1', a_2: '2', column_3: '3', a_3: '4', column_5: '5' },
      ],
    });
    expect((await read('x|y\n', { hasHeader: false })).items).toEqual([{ column_1: 'x', column_2: 'y' }]);
    expect(await read('')).toMatchObject({ items: [], columns: [], total: 0 });
  });

  it('says where it cannot be read, and how much it leaves out', async () => {
    await expect(read('a,b\n"open,1\n2,3\n')).rejects.toThrow(/quotation mark/);
    expect(await read('n\n1\n2\n3\n', { limit: 2 })).toMatchObject({ count: 2, total: 3 });
  });
});

describe('make_csv', () => {
  it('picks and names columns, also from inside', async () => {
    const items = [{ name: 'Ada', address: { city: 'Rome' }, tags: ['a'] }, { name: 'Bob' }];
    const columns = ['name', { field: 'address.city', title: 'City' }, 'tags'];
    expect(await write(items, { columns, delimiter: ';' })).toBe('name;City;tags\r\nAda;Rome;"[""a""]"\r\nBob;;');
    expect(await write([{ a: 1 }, { b: true }])).toBe('a,b\r\n1,\r\n,true');
    expect(await write([])).toBe('');
  });

  it.each(['=1+1', '+1 555', '-1+1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '=1\n2', '＝1', "=cmd|' /C calc'!A0"])(
    'makes %j harmless, in cells and in names of columns',
    async (evil) => {
      const cells = (await read(await write([{ safe: evil }]))).items;
      expect(cells).toEqual([{ safe: `'${evil}` }]);
      expect((await write([{ x: 1 }], { columns: [{ field: 'x', title: evil }] })).replace(/^"/, '')).toMatch(/^'/);
      expect((await read(await write([{ safe: evil }], { escapeFormulas: false }))).items).toEqual([{ safe: evil }]);
    },
  );

  it('leaves numbers alone', async () => {
    expect(await write([{ a: -5, b: '-5.20', c: 'a=b' }])).toBe('a,b,c\r\n-5,-5.20,a=b');
  });

  it('is read again as it was', async () => {
    const cell = fc.string().filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ a: cell, b: cell }), { minLength: 1 }), async (items) => {
        const { items: again } = await read(await write(items, { escapeFormulas: false }), { delimiter: ',' });
        expect(again).toEqual(items);
      }),
    );
  });

  it('says when it becomes too large', async () => {
    const items = Array.from({ length: 2_000 }, () => ({ text: 'x'.repeat(500) }));
    await expect(write(items)).rejects.toThrow(/fewer rows/);
  });
});
