import { describe, expect, it } from 'vitest';
import { clean, createScreen, jsonText, type Line, paint, table, tinted } from './screen.ts';

/** A screen, and what was written to it. */
function screenOf(about: { readonly isTTY?: boolean; readonly columns?: number }) {
  const written: string[] = [];
  const screen = createScreen({ ...about, write: (text) => written.push(text) }, about.isTTY === true);
  return { screen, text: () => written.join('') };
}

describe('text of strangers', () => {
  it.each([
    ['a colour', '\u001b[31mred\u001b[0m', 'red'],
    ['a title of the window', '\u001b]0;owned\u0007name', 'name'],
    ['a link', '\u001b]8;;https://evil.example\u0007text\u001b]8;;\u0007', 'text'],
    ['an escape of one byte', '\u009b2Jgone', 'gone'],
    ['a line written over', 'safe\rrm -rf', 'saferm -rf'],
    ['backspaces', 'yes\b\b\bno', 'yesno'],
    ['writing turned round', 'file\u202egnp.exe', 'filegnp.exe'],
  ])('does nothing to a terminal: %s', (_, given, left) => {
    expect(clean(given)).toBe(left);
    expect(paint([given, tinted('dim', given)], false)).toBe(left + left);
  });

  it('is as it was in JSON, though nothing in it acts', () => {
    const value = { name: 'a\u001b[31m\u009b2J\u202e\u2028é😀' };
    const text = jsonText(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(clean(text)).toBe(text);
  });
});

describe('the screen', () => {
  const line: Line = ['It is ', tinted('good', 'done')];

  it('has colours in a terminal alone', () => {
    const terminal = screenOf({ isTTY: true, columns: 80 });
    const pipe = screenOf({});
    for (const { screen } of [terminal, pipe]) {
      screen.note('under way');
      screen.print([line]);
    }
    expect(terminal.text()).toContain('\u001b[32mdone\u001b[39m\n');
    expect(pipe.text()).toBe('It is done\n');
  });

  it('shows tables as wide as it is, and whole where it is no terminal', () => {
    const name = 'A very long name of a playbook that goes on and on';
    const lines = (columns: number | null) =>
      table(
        { columns },
        ['Name', 'Id'],
        [
          [name, 'abc'],
          ['B', 'd'],
        ],
      ).map((one) => paint(one, false));
    expect(lines(null)).toEqual([
      `Name${' '.repeat(name.length - 2)}Id`,
      `${name}  abc`,
      `B${' '.repeat(name.length + 1)}d`,
    ]);
    for (const one of lines(40)) expect([...one].length).toBeLessThanOrEqual(40);
    expect(lines(40)[1]).toMatch(/^A very long.*…\s+abc$/);
  });
});
