import type { RefusalCode } from '../../core/gallery/refusal.ts';

/** What a refusal in the gallery is answered with. */
export const GALLERY_REFUSALS: Readonly<Record<RefusalCode, number>> = {
  not_found: 404,
  not_own: 409,
  own: 409,
  already_published: 409,
  private_data: 422,
  changed_meanwhile: 409,
  invalid: 422,
  too_many: 409,
  payment_needed: 402,
  no_payments: 503,
  payment_unavailable: 503,
  free: 409,
  owned: 409,
  not_installed: 409,
  not_run: 409,
  has_draft: 409,
  nothing_waits: 409,
  not_moderator: 403,
};
