import { z } from 'zod';

/** What kind of business a tenant is: which templates come first, and which sample data fits. */
export const BUSINESSES = ['shop', 'online_store', 'gym', 'coach', 'agency'] as const;
export const businessSchema = z.enum(BUSINESSES);
export type Business = z.infer<typeof businessSchema>;

/** As people say it. */
export const businessWords: Readonly<Record<Business, string>> = {
  shop: 'Shop or dispensary',
  online_store: 'Online store',
  gym: 'Gym or studio',
  coach: 'Services and coaching',
  agency: 'Agency',
};
