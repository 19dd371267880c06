import { describe, expect, it } from 'vitest';
import { csvOf } from './csv.ts';

describe('a table for spreadsheets', () => {
  it('quotes what needs it, and takes nothing for a formula', () => {
    expect(csvOf([['Say "hi", Ann', 'plain']])).toBe('"Say ""hi"", Ann",plain\r\n');
    expect(csvOf([['=HYPERLINK("http://x")']])).toBe(`"'=HYPERLINK(""http://x"")"\r\n`);
    expect(csvOf([['+1 for all'], ['-5'], ['two\nlines']])).toBe(`'+1 for all\r\n-5\r\n"two\nlines"\r\n`);
  });
});
