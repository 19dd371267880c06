import type { Business } from '@model/business.ts';
import type { Api } from '../../../lib/api.ts';
import type { Membership } from '../../../lib/session.ts';
import { membershipSchema } from './get-me.ts';

/** `timezone` is IANA, `currency` ISO 4217. */
export interface NewTenant {
  readonly name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly business?: Business | undefined;
}

/** Makes a business; the caller becomes its owner. */
export function createTenant(api: Api, tenant: NewTenant): Promise<Membership> {
  const body = { ...tenant, locale: navigator.language };
  return api.call({ method: 'POST', path: '/api/tenants', body, answer: membershipSchema });
}
