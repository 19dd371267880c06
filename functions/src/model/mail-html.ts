import { escapeHtml } from './markdown.ts';

const BODY = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,sans-serif;color:#1d2939;line-height:1.5';
const NOTE = 'color:#667085;font-size:13px;margin-top:28px';

export interface Footer {
  /** Why this mail came, in one sentence. */
  readonly reason: string;
  readonly link: { readonly label: string; readonly href: string } | null;
}

/** A mail's HTML around content that is HTML already. */
export function mailHtml(content: string, { reason, link }: Footer): string {
  const more = link ? ` <a href="${escapeHtml(link.href)}">${escapeHtml(link.label)}</a>` : '';
  return `<!doctype html><html><body style="margin:0;padding:24px;background:#ffffff"><div style="max-width:640px;margin:0 auto;${BODY}">
${content}
<p style="${NOTE}">${escapeHtml(reason)}${more}</p>
</div></body></html>`;
}

/** Plain text as HTML: paragraphs and line breaks, nothing else. */
export function textToHtml(text: string): string {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replace(/\n/g, '<br>')}</p>`)
    .join('\n');
}
