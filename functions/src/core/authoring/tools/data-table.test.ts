import { describe, expect, it } from 'vitest';
import { tableOf } from './data-table.ts';

const shop = { currency: 'USD', timezone: 'America/New_York', locale: 'en-US' };
const looked = (collection: string, fields: readonly string[] = []) => ({ collection, fields, more: 0 });

describe('a table of documents', () => {
  it('leaves out what only programs need', () => {
    const product = { id: 'blue', sku: 'blue', name: 'Blue Dream', price: 35, currency: 'USD', category: 'Flower' };
    expect(tableOf([product], looked('products'), shop)).toMatchObject({
      columns: ['Name', 'Price', 'Category'],
      rows: [{ cells: ['Blue Dream', '$35.00', 'Flower'] }],
    });
  });

  it('writes amounts in their currency, and instants as days of the shop', () => {
    const invoice = {
      id: 'i',
      number: 'INV-1',
      amount: 200.5,
      currency: 'EUR',
      dueAt: '2026-11-17T02:00:00Z',
      paidAt: null,
    };
    const { columns, rows } = tableOf([invoice], looked('invoices', ['paidAt', 'dueAt']), shop);
    expect(columns).toEqual(['Number', 'Amount', 'Due']);
    expect(rows).toEqual([{ cells: ['INV-1', '€200.50', 'Nov 16, 2026'] }]);
  });

  it('shows first what was asked by, whatever else there is', () => {
    const member = {
      id: 'm',
      name: 'Ana',
      status: 'active',
      plan: 'gold',
      phone: '+1',
      email: 'a@b.co',
      visits: 4,
      lastSeenOn: '2026-11-17',
    };
    const { columns, rows } = tableOf([member], looked('members', ['visits']), shop);
    expect(columns.slice(0, 2)).toEqual(['Name', 'Visits']);
    expect(columns).toHaveLength(6);
    expect(tableOf([{ lastSeenOn: '2026-11-17' }], looked('records/visits'), shop).rows[0]?.cells).toEqual([
      'Nov 17, 2026',
    ]);
    expect(rows[0]?.cells[0]).toBe('Ana');
  });

  it('names what has no name by what there is', () => {
    const { title, columns, rows } = tableOf([{ id: 'n1', ok: true, tags: ['a'] }], looked('records/lab_notes'), shop);
    expect(title).toBe('lab notes');
    expect(columns).toEqual(['Id', 'Ok', 'Tags']);
    expect(rows).toEqual([{ cells: ['n1', 'yes', '["a"]'] }]);
  });

  it('does not fail on a currency that does not exist', () => {
    expect(tableOf([{ name: 'a', price: 5, currency: 'zzzz' }], looked('products'), shop).rows[0]?.cells[1]).toBe(
      '5 zzzz',
    );
  });
});
