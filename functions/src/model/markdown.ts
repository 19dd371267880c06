const SPECIAL = /[\\`*_[\]<>|#~]/g;
const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that Markdown leaves alone: on one line, with every mark escaped. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(SPECIAL, '\\$&');
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character] ?? character);
}

/** Markdown as plain text: marks removed, tables kept as they are written. */
export function markdownToText(markdown: string): string {
  return markdown.replace(/\\([\\`*_[\]<>|#~])|\*\*/g, '$1').replace(/^#{1,6} /gm, '');
}

const TABLE = 'border-collapse:collapse;margin:12px 0';
const CELL = 'border:1px solid #d0d5dd;padding:6px 10px;text-align:left';

/**
 * The Markdown that our own steps write (headings, bold, lists, tables, paragraphs) as HTML for mails. Everything else
 * is text: no link and no tag comes out of data.
 */
export function markdownToHtml(markdown: string): string {
  return markdown
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .flatMap((block) => partsOf(block.split('\n')))
    .map(partToHtml)
    .join('\n');
}

const HEADING = /^(#{1,3}) (.*)$/;

/** The headings that a block begins with, and the rest of it. */
function partsOf(lines: readonly string[]): string[][] {
  const parts: string[][] = [];
  let rest = 0;
  // Below a line that is none, `#` is text.
  while (HEADING.test(lines[rest] ?? '')) parts.push([lines[rest++] ?? '']);
  if (rest < lines.length) parts.push(lines.slice(rest));
  return parts;
}

function partToHtml(lines: readonly string[]): string {
  const [first = '', second = '', ...rest] = lines;
  const heading = HEADING.exec(first);
  if (heading) {
    const level = heading[1]?.length ?? 1;
    return `<h${level}>${inline(heading[2] ?? '')}</h${level}>`;
  }
  if (/^\|/.test(first) && /^\|[\s:|-]+\|$/.test(second)) return tableToHtml(first, rest);
  if (lines.every((line) => line.startsWith('- '))) {
    return `<ul>${lines.map((line) => `<li>${inline(line.slice(2))}</li>`).join('')}</ul>`;
  }
  return `<p>${lines.map(inline).join('<br>')}</p>`;
}

function tableToHtml(head: string, rows: readonly string[]): string {
  const row = (line: string, tag: string) => {
    const cells = line.replace(/^\||\|\s*$/g, '').match(/(?:\\.|[^\\|])+/g) ?? [];
    return `<tr>${cells.map((cell) => `<${tag} style="${CELL}">${inline(cell.trim())}</${tag}>`).join('')}</tr>`;
  };
  const body = rows.map((line) => row(line, 'td')).join('');
  return `<table style="${TABLE}"><thead>${row(head, 'th')}</thead><tbody>${body}</tbody></table>`;
}

function inline(text: string): string {
  const marks = /\\([\\`*_[\]<>|#~])|\*\*((?:\\.|[^\\*])+)\*\*/g;
  let html = '';
  let at = 0;
  for (const match of text.matchAll(marks)) {
    html += escapeHtml(text.slice(at, match.index));
    html += match[1] === undefined ? `<strong>${inline(match[2] ?? '')}</strong>` : escapeHtml(match[1]);
    at = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(at));
}
