import { describe, expect, it } from 'vitest';
import { markdownToHtml } from './markdown.ts';

describe('Markdown of our own reports', () => {
  it('becomes headings, and what is below them', () => {
    expect(markdownToHtml('# Week 47\n## Sales\nUp by **5 %**\n# no heading\n\n- a\n- b')).toBe(
      '<h1>Week 47</h1>\n<h2>Sales</h2>\n<p>Up by <strong>5 %</strong><br># no heading</p>\n<ul><li>a</li><li>b</li></ul>',
    );
  });

  it('makes no tag and no link out of data', () => {
    const html = markdownToHtml('<b>x</b> [here](https://evil.example) ![](https://evil.example/p.png)\n\n# <script>');
    expect(html).toBe(
      '<p>&lt;b&gt;x&lt;/b&gt; [here](https://evil.example) ![](https://evil.example/p.png)</p>\n<h1>&lt;script&gt;</h1>',
    );
  });

  it.each(['# a\n', '**', '**a', '\\', '|a|\n', '- a\n', '*\\'])('is quick with a hundred thousand of %j', (piece) => {
    const since = performance.now();
    markdownToHtml(piece.repeat(200_000 / piece.length));
    expect(performance.now() - since).toBeLessThan(2_000);
  });
});
