import { crc32, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { csvOf } from './csv.ts';
import type { Cell } from './execution-rows.ts';
import { xlsxOf } from './xlsx.ts';

async function* rowsOf(rows: readonly (readonly Cell[])[]): AsyncGenerator<readonly Cell[]> {
  yield* rows;
}
async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}
async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

/** The files of an archive, read by its directory at the end; throws where sizes or checksums are not right. */
function unzipped(archive: Buffer): Map<string, string> {
  const foot = archive.length - 22;
  expect(archive.readUInt32LE(foot)).toBe(0x06054b50);
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(foot + 16);
  for (let left = archive.readUInt16LE(foot + 10); left > 0; left--) {
    const [checksum, packed, plain] = [16, 20, 24].map((offset) => archive.readUInt32LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const length = archive.readUInt16LE(at + 28);
    const name = archive.subarray(at + 46, at + 46 + length).toString();
    const local = archive.readUInt32LE(at + 42);
    expect(archive.readUInt32LE(local)).toBe(0x04034b50);
    const begin = local + 30 + archive.readUInt16LE(local + 26);
    const bytes = inflateRawSync(archive.subarray(begin, begin + packed));
    expect([bytes.length, crc32(bytes)]).toEqual([plain, checksum]);
    files.set(name, bytes.toString());
    at += 46 + length;
  }
  return files;
}

describe('CSV', () => {
  it('is written as RFC 4180 wants it, with a mark that says UTF-8', async () => {
    const rows = rowsOf([
      ['a,b', 'say "hi"', 'two\nlines', 3, null, new Date('2026-11-20T09:00:00Z')],
      ['ä', '', -4.5, '-4,5', ' x', '日本'],
    ]);
    expect(await textOf(csvOf(['One', 'Two'], rows))).toBe(
      '\uFEFFOne,Two\r\n"a,b","say ""hi""","two\nlines",3,,2026-11-20T09:00:00.000Z\r\nä,,-4.5,"-4,5", x,日本\r\n',
    );
  });

  it.each(['=1+1', '+49 30 1', '-cmd', '@SUM(A1)', '\t=1', '  =HYPERLINK("x")', '＝1'])(
    'takes the formula out of %j',
    async (text) => {
      const csv = await textOf(csvOf(['x'], rowsOf([[text]])));
      expect(csv.split('\r\n')[1]?.replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );
});

describe('XLSX', () => {
  it('is an archive of the parts of a workbook, whole and checked', async () => {
    const at = new Date('2026-11-20T12:00:00Z');
    const rows = rowsOf([['=1+1', '<b> & "c"', 7, null, at, 'bad\u0000\uD800sign']]);
    const files = unzipped(await bytesOf(xlsxOf('All: [of] them?', ['Text', 'More'], rows)));
    expect([...files.keys()]).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/worksheets/sheet1.xml',
    ]);
    const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).toContain('<c s="1" t="inlineStr"><is><t xml:space="preserve">Text</t></is></c>');
    // A text is a text, whatever it looks like: no formula is ever written.
    expect(sheet).toContain('<t xml:space="preserve">=1+1</t>');
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('&lt;b&gt; &amp; &quot;c&quot;');
    expect(sheet).toContain('<c><v>7</v></c><c/><c s="2"><v>46346.5</v></c>');
    expect(sheet).toContain('bad\uFFFDsign');
    expect(files.get('xl/workbook.xml')).toContain('name="All   of  them "');
  });

  it('holds no more than a piece in memory: what is taken is asked for, and not before', async () => {
    let asked = 0;
    async function* endless(): AsyncGenerator<readonly Cell[]> {
      for (;;) yield [asked++, 'x'.repeat(100)];
    }
    let taken = 0;
    for await (const _ of xlsxOf('Many', ['n', 'x'], endless())) if (++taken === 30) break;
    expect(asked).toBeGreaterThan(200);
    expect(asked).toBeLessThan(30 * 201);
  });
});
