import type { ProblemDetail } from '../../model/problem.ts';

export type RefusalCode =
  | 'not_found'
  | 'not_own'
  | 'own'
  | 'already_published'
  | 'private_data'
  | 'changed_meanwhile'
  | 'invalid'
  | 'too_many'
  | 'payment_needed'
  | 'no_payments'
  | 'payment_unavailable'
  | 'free'
  | 'owned'
  | 'not_installed'
  | 'not_run'
  | 'has_draft'
  | 'nothing_waits'
  | 'not_moderator';

/** Why something in the gallery is refused, in words for whoever asked; nothing was written. */
export class GalleryRefusedError extends Error {
  override readonly name = 'GalleryRefusedError';
  readonly code: RefusalCode;
  readonly errors: readonly ProblemDetail[];
  constructor(code: RefusalCode, message: string, errors: readonly ProblemDetail[] = []) {
    super(message);
    this.code = code;
    this.errors = errors;
  }
}

export function itemMissing(itemId: string): GalleryRefusedError {
  return new GalleryRefusedError('not_found', `There is no item ${itemId} in the gallery`);
}
