import type { StoredError } from '../../model/execution.ts';

const MAX_TEXT = 160;

/**
 * What failures of one kind have in common: their code, and their message without what differs from one time to the next
 * (addresses, ids, quotations, figures).
 */
export function errorGroupOf({ code, message }: Pick<StoredError, 'code' | 'message'>): { code: string; text: string } {
  const [line = ''] = message.trim().split('\n');
  const text = line
    .slice(0, 2_000)
    .replace(/https?:\/\/[^\s"'”’)]+/g, '…')
    .replace(/[^\s@"'“‘(<]+@[^\s@"'”’)>]+/g, '…')
    .replace(/“[^”]*”|"[^"]*"|‘[^’]*’|(?<!\w)'[^']*'(?!\w)/g, '“…”')
    .replace(/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{8,}(?![\w-])/gi, '…')
    .replace(/\d+(?:[.,:]\d+)*/g, '#')
    .replace(/\s+/g, ' ');
  return { code, text: text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT).toWellFormed()}…` : text };
}
