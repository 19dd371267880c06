import { describe, expect, it } from 'vitest';
import { type ShopFacts, suggestionsFor } from './suggestions.ts';

const nothing: ShopFacts = {
  business: null,
  competitors: [],
  playbooks: [],
  stock: [],
  hasProducts: false,
  hasInvoices: false,
  hasReviews: false,
};
const textsFor = (facts: Partial<ShopFacts>) => suggestionsFor({ ...nothing, ...facts }).map(({ text }) => text);

describe('suggestionsFor', () => {
  it('has something to say to a business of which nothing is known, and nothing about rivals that it has not', () => {
    const texts = textsFor({});
    expect(texts).toHaveLength(4);
    expect(texts.join()).not.toMatch(/competitor/);
  });

  it('speaks of as many competitors as there are', () => {
    expect(textsFor({ competitors: ['North', 'South', 'East', 'West'] })[0]).toContain('our top 3 competitors’ prices');
    expect(textsFor({ competitors: ['North', 'South'] })[0]).toContain('our top 2 competitors’ prices');
    expect(textsFor({ competitors: ['North'] })[0]).toContain('North’s prices');
  });

  it('names the product that is nearest to running out', () => {
    const stock = [
      { name: 'Plenty', quantity: 100, reorderPoint: 10 },
      { name: 'Scarce', quantity: 13, reorderPoint: 12 },
    ];
    expect(textsFor({ stock })).toContain('Email me when stock of Scarce drops below 12');
    expect(textsFor({ stock: stock.slice(0, 1) })).toContain('Email me when stock runs low');
  });

  it('begins with what runs already, and does not suggest it again', () => {
    const playbooks = [{ name: 'Competitor Price Alert', status: 'active' as const, triggers: [{ type: 'schedule' }] }];
    const texts = textsFor({ playbooks, competitors: ['North'] });
    expect(texts[0]).toBe('When does Competitor Price Alert run next?');
    expect(texts.join()).not.toMatch(/undercut/);
    expect(textsFor({ playbooks: [...playbooks, ...playbooks] }).join()).not.toMatch(/run next/);
    const ofEvents = playbooks.map((one) => ({ ...one, triggers: [{ type: 'event' }] }));
    expect(textsFor({ playbooks: ofEvents }).join()).not.toMatch(/run next/);
  });

  it('does not suggest what a playbook does already, and still has something to say', () => {
    const names = ['Low Stock Alert', 'Past-Due Invoices', 'Reviews', 'Competitor Report', 'Competitor Price Alert'];
    const playbooks = names.map((name) => ({ name, status: 'draft' as const, triggers: [] }));
    const texts = textsFor({ playbooks, competitors: ['North'], hasProducts: true });
    expect(texts.join()).not.toMatch(/stock|invoice|review|report|undercut/);
    expect(texts.length).toBeGreaterThanOrEqual(3);
  });

  it('knows what a kind of business wants, each wish once', () => {
    expect(textsFor({ business: 'gym' })[0]).toBe('Email me every Monday which members are past due');
    expect(textsFor({ business: 'agency' })[0]).toBe('Email me when a new prospect comes in');
    for (const business of ['shop', 'online_store', 'gym', 'coach', 'agency'] as const) {
      const texts = textsFor({ business });
      expect(new Set(texts).size).toBe(4);
    }
    const trial = { name: 'The trial ends soon', status: 'active' as const, triggers: [{ type: 'event' }] };
    expect(textsFor({ business: 'gym', playbooks: [trial] }).join()).not.toMatch(/member|trial/);
  });
});
