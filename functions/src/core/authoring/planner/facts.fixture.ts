import type { AuthoringFacts } from '../authoring-facts.ts';

/** The shop of the tests: four known competitors, in New York's time. */
export const facts: AuthoringFacts = {
  orgName: 'Thrive Syracuse',
  timezone: 'America/New_York',
  currency: 'USD',
  locale: 'en-US',
  now: new Date('2026-11-20T15:00:00Z'),
  user: { name: 'Demo', email: 'demo@thrive.example' },
  competitors: ['Higher Level', 'Salt City', 'Lakeside', 'Fourth'].map((name) => ({
    name,
    url: `https://${name.toLowerCase().replace(' ', '-')}.example/`,
  })),
  products: ['Blue Dream', 'Sour Diesel'],
  connections: [],
  people: [],
  playbooks: [],
};
