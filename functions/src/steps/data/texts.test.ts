import { describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { formatText } from './format-text.ts';
import { htmlToText } from './html-to-text.ts';
import { logNote } from './log-note.ts';

const { context } = stepContext();
const format = async (params: JsonObject) => ((await runStep(formatText, params, context)) as { text: string }).text;

describe('format_text', () => {
  it.each([
    ['trim', '  a  b ', 'a  b'],
    ['one_line', ' a \n b ', 'a b'],
    ['upper', 'straße', 'STRASSE'],
    ['title', "ada's tea room", "Ada's Tea Room"],
    ['slug', ' Crème brûlée & Co. ', 'creme-brulee-co'],
    ['number', 1234567.891, '1,234,567.891'],
    ['percent', 0.1234, '12.3%'],
    ['money', '1234.5', '$1,234.50'],
    ['date', '2026-11-21T03:00:00Z', 'November 20, 2026'],
    ['date', '2026-11-21', 'November 21, 2026'],
    ['time', '2026-11-21T03:00:00Z', '10:00 PM'],
  ])('writes as %s', async (as, value, text) => {
    // Some spaces of the locale data do not break.
    expect((await format({ as, value })).replaceAll(/\s/g, ' ')).toBe(text);
  });

  it('takes a currency, digits and a length', async () => {
    expect(await format({ as: 'money', value: 5, currency: 'EUR', digits: 0 })).toBe('€5');
    expect(await format({ as: 'trim', value: 'long words', maxLength: 6 })).toBe('long…');
  });

  it('refuses what is neither number nor date', async () => {
    await expect(format({ as: 'money', value: 'dear' })).rejects.toThrow(/no number/);
    await expect(format({ as: 'date', value: 'soon' })).rejects.toThrow(/2026-11-21T09/);
  });
});

describe('html_to_text', () => {
  it('gives what people would read, line by line, and the links', async () => {
    const html = `<html><head><title> Tea </title><style>p{}</style></head><body><script>evil()</script>
      <h1>Our  tea</h1><ul><li>Green <b>tea</b></li><li><a href="/x">More &amp; more</a></li></ul><table><tr><td>1</td><td>2</td></tr></table></body></html>`;
    expect(await runStep(htmlToText, { html }, context)).toEqual({
      title: 'Tea',
      text: 'Our tea\nGreen tea\nMore & more\n1 2',
      links: [{ text: 'More & more', href: '/x' }],
    });
  });

  it('reads plain text and broken HTML', async () => {
    expect(await runStep(htmlToText, { html: 'just text' }, context)).toMatchObject({ text: 'just text' });
    expect(await runStep(htmlToText, { html: '<p>a<p>b<div' }, context)).toMatchObject({ text: 'a\nb' });
  });
});

describe('log_note', () => {
  it('keeps what it was told', async () => {
    expect(await runStep(logNote, { message: 'Hello', data: { n: 1 } }, context)).toEqual({
      message: 'Hello',
      data: { n: 1 },
      at: '2026-11-20T14:00:00.000Z',
    });
  });
});
