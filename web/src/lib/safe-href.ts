/** A link out of stored data: a page of the app, or the web; null for anything else (such as `javascript:`). */
export function safeHref(text: string): { readonly href: string; readonly inside: boolean } | null {
  if (/^\/(?![/\\])/.test(text)) return { href: text, inside: true };
  return /^https?:\/\/[^\s]+$/i.test(text) ? { href: text, inside: false } : null;
}
