import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { escapeHtml } from '../../core/engine/expression.ts';
import { withoutSecrets } from '../../core/governance/audit.ts';
import type { Approval } from '../../model/approval.ts';
import { type JsonValue, jsonObject } from '../../model/json.ts';

const STYLE = `
:root{color-scheme:light dark;--ink:#1d2939;--dim:#667085;--line:#d0d5dd;--bg:#fff;--card:#f9fafb;--yes:#087443;--no:#b42318}
@media (prefers-color-scheme:dark){:root{--ink:#f2f4f7;--dim:#98a2b3;--line:#344054;--bg:#101828;--card:#1d2939}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif}
main{max-width:36rem;margin:0 auto;padding:24px 16px 48px}
h1{font-size:1.3rem;margin:0 0 8px;overflow-wrap:anywhere}
p{margin:8px 0;white-space:pre-line;overflow-wrap:anywhere}
.dim{color:var(--dim);font-size:.9rem}
dl{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px;margin:16px 0}
dt{color:var(--dim);font-size:.85rem}
dd{margin:0 0 10px;white-space:pre-wrap;overflow-wrap:anywhere;max-height:20rem;overflow:auto}
button{width:100%;min-height:48px;border:0;border-radius:8px;color:#fff;font:inherit;font-weight:600;cursor:pointer}
button.yes{background:var(--yes)}button.no{background:var(--no)}
button:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
`;

/** Nothing is loaded and nothing runs; the one form leads to where the page came from. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const MAX_SHOWN = 20_000;

export interface Asking {
  readonly approval: Approval;
  readonly orgName: string;
  /** Of the team, for times. */
  readonly timezone: string;
  readonly choice: 'approved' | 'rejected';
  readonly token: string;
  /** Where the button posts to. */
  readonly action: string;
}

/** What would be done, and one button; opening it decides nothing. */
export function askingPage({ approval, orgName, timezone: timeZone, choice, token, action }: Asking): string {
  const { title, message, kind, playbookName, reasons, expiresAt, requestedBy } = approval;
  const until = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'long', timeZone }).format(expiresAt);
  const isYes = choice === 'approved';
  const yes = kind === 'unknown_outcome' ? 'Yes, do it again' : 'Yes, approve it';
  const no = kind === 'unknown_outcome' ? 'It has happened: count it as done' : 'No, reject it';
  const by = requestedBy === null ? '' : ', started by a person or a key of your team';
  return page(
    title,
    [
      `<p class="dim">${escapeHtml(`${orgName} · playbook '${playbookName}'${by}`)}</p>`,
      `<h1>${escapeHtml(title)}</h1>`,
      `<p>${escapeHtml(message)}</p>`,
      paramsList(approval),
      reasons.length === 0 ? '' : `<p class="dim">Why you are asked: ${escapeHtml(reasons.join('; '))}.</p>`,
      `<form method="post" action="${escapeHtml(action)}"><input type="hidden" name="token" value="${escapeHtml(token)}">`,
      `<button class="${isYes ? 'yes' : 'no'}" type="submit">${isYes ? yes : no}</button></form>`,
      `<p class="dim">Open until ${escapeHtml(until)}. Nothing is decided before you press the button.</p>`,
    ].join('\n'),
  );
}

/** What came of it, or why nothing did. */
export function messagePage(title: string, text: string, appLink: string): string {
  const link = `<p><a href="${escapeHtml(appLink)}">Open the approvals in the app</a></p>`;
  return page(title, `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(text)}</p>\n${link}`);
}

/** Sends a page that nobody keeps, indexes, frames or is told of by its links. */
export function sendPage(response: Response, status: number, html: string): void {
  response
    .status(status)
    .set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex, nofollow',
    })
    .send(html);
}

function paramsList({ paramsJson }: Approval): string {
  if (paramsJson === null) return '';
  // Scanners of mail open the page, too.
  const params = jsonObject.parse(JSON.parse(withoutSecrets(jsonObject.parse(JSON.parse(paramsJson)))));
  const entries = Object.entries(params).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(shown(value))}</dd>`,
  );
  return entries.length === 0 ? '' : `<dl>${entries.join('\n')}</dl>`;
}

function shown(value: JsonValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}… (cut here: see all of it in the app)`;
}

/** A page by itself, around HTML. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${escapeHtml(title)}</title>
<style>${STYLE}</style></head><body><main>
${body}
</main></body></html>`;
}
