import type { Place } from '../../model/figure-text.ts';
import type { Tenant } from '../../model/tenant.ts';

/** One that the coach looks after. */
export interface Business {
  readonly orgId: string;
  readonly tenant: Tenant;
  /** Its time zone, or UTC where that is none. */
  readonly zone: string;
}

export function placeOf({ tenant: { locale, currency } }: Business): Place {
  return { locale, currency };
}
