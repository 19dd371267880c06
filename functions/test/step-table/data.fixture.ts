import type { JsonObject } from '../../src/model/json.ts';
import type { Vendor, VendorAnswer } from '../vendors/vendor.ts';
import type { StepRow } from './row.ts';

function expectSame(found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`gives ${JSON.stringify(found)} in place of ${JSON.stringify(wanted)}`);
  }
}
/** What these fields of the output must be. */
const gives = (wanted: JsonObject) => (output: JsonObject) => {
  for (const [name, value] of Object.entries(wanted)) expectSame(output[name], value);
};

const html = (body: string): VendorAnswer => ({ status: 200, headers: { 'content-type': 'text/html' }, body });
const PAGES: Readonly<Record<string, VendorAnswer>> = {
  '/menu': html(
    '<html><head><title>Menu</title></head><body><h1>Our menu</h1><div class="card"><h3>Blue Dream</h3><span class="price">$29.75</span></div></body></html>',
  ),
  '/feed.xml': {
    status: 200,
    headers: { 'content-type': 'application/rss+xml' },
    body: '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>Sale</title><link>https://rival.example/sale</link><guid>1</guid></item></channel></rss>',
  },
  '/sitemap.xml': {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://rival.example/menu</loc></url></urlset>',
  },
};

/** A shop on the web: pages, a feed, a sitemap, and an address that takes orders. */
const rival: Vendor = {
  host: 'rival.example',
  answer: ({ method, path, headers, body }) => {
    if (method === 'POST' && path === '/orders') {
      const isKeyed = typeof headers['idempotency-key'] === 'string' && headers['idempotency-key'] !== '';
      const isJson = headers['content-type'] === 'application/json' && body === '{"sku":"BD-1"}';
      return isKeyed && isJson ? { status: 201, body: { order: 7 } } : { status: 422, body: { error: 'bad order' } };
    }
    return (method === 'GET' && PAGES[path]) || { status: 404, body: 'not here' };
  },
};

const web: readonly StepRow[] = [
  {
    action: 'http_request',
    params: { method: 'POST', url: 'https://rival.example/orders', body: { sku: 'BD-1' } },
    bad: { params: { method: 'GET', url: 'rival' }, path: 'url' },
    vendors: [rival],
    shrugsOff: ['garbage'],
    check: gives({ status: 201, body: { order: 7 } }),
  },
  {
    action: 'fetch_page',
    params: { url: 'https://rival.example/menu' },
    bad: { params: { url: 'ftp://rival.example' }, path: 'url' },
    vendors: [rival],
    shrugsOff: ['garbage'],
    check: gives({ title: 'Menu', text: 'Our menu\nBlue Dream\n$29.75' }),
  },
  {
    action: 'extract_products',
    params: { url: 'https://rival.example/menu' },
    bad: { params: {}, path: 'url' },
    vendors: [rival],
    shrugsOff: ['garbage'],
    check: gives({ count: 1 }),
  },
  {
    action: 'read_rss',
    params: { url: 'https://rival.example/feed.xml' },
    bad: { params: { url: 'https://rival.example/feed.xml', limit: 0 }, path: 'limit' },
    vendors: [rival],
    check: gives({ title: 'News', count: 1 }),
  },
  {
    action: 'read_sitemap',
    params: { url: 'https://rival.example' },
    bad: { params: { url: 'https://rival.example', limit: 'all' }, path: 'limit' },
    vendors: [rival],
    check: gives({ urls: [{ url: 'https://rival.example/menu', changedAt: null }], isCut: false }),
  },
  {
    action: 'check_website',
    params: { url: 'https://rival.example/menu', contains: 'Blue Dream' },
    bad: { params: { url: 'https://rival.example', slowMs: 0 }, path: 'slowMs' },
    vendors: [rival],
    // That a site is ill is what it is to find out.
    shrugsOff: ['refused', 'rate_limited', 'broken', 'silent', 'cut', 'garbage'],
    check: gives({ isHealthy: true, status: 200, problem: '' }),
  },
  {
    action: 'audit_page',
    params: { url: 'https://rival.example/menu' },
    bad: { params: { url: '' }, path: 'url' },
    vendors: [rival],
    shrugsOff: ['garbage'],
  },
  {
    action: 'scan_competitors',
    params: { competitors: ['https://rival.example/menu'] },
    bad: { params: { competitors: ['rival'] }, path: 'competitors' },
    vendors: [rival],
    check: gives({ productCount: 1, failed: [] }),
  },
];

const stock: JsonObject[] = [
  { sku: 'a', name: 'Tea', price: 2.5, quantity: 4 },
  { sku: 'b', name: 'Pot', price: 10, quantity: 0 },
  { sku: 'b', name: 'Cup', price: 5, quantity: 7 },
];
const lists: readonly StepRow[] = [
  {
    action: 'filter_list',
    params: { items: stock, where: 'item.quantity < limit', with: { limit: 5 } },
    bad: { params: { items: stock, where: 'item.quantity <' }, path: 'where' },
    check: gives({ count: 2, removed: 1 }),
  },
  {
    action: 'sort_list',
    params: { items: stock, by: [{ field: 'price', direction: 'desc' }], limit: 1 },
    bad: { params: { items: stock, by: [] }, path: 'by' },
    check: gives({ count: 1 }),
  },
  {
    action: 'map_list',
    params: { items: stock, keep: ['name'], set: { value: 'item.price * item.quantity' } },
    bad: { params: { items: stock, set: { value: 'item.' } }, path: 'set.value' },
    check: gives({
      items: [
        { name: 'Tea', value: 10 },
        { name: 'Pot', value: 0 },
        { name: 'Cup', value: 35 },
      ],
    }),
  },
  {
    action: 'aggregate_list',
    params: { items: stock, groupBy: ['sku'], measures: [{ as: 'stock', of: 'sum', field: 'quantity' }] },
    bad: { params: { items: stock, measures: [{ as: 'stock', of: 'median' }] }, path: 'measures.0.of' },
    check: gives({ total: { stock: 11 } }),
  },
  {
    action: 'join_lists',
    params: { left: stock, right: [{ sku: 'a', rival: 2 }], on: { left: 'sku', right: 'sku' } },
    bad: { params: { left: stock, right: [], on: { left: 'sku' } }, path: 'on.right' },
    check: gives({ count: 1 }),
  },
  {
    action: 'dedupe_list',
    params: { items: stock, by: ['sku'] },
    bad: { params: { items: 'stock' }, path: 'items' },
    check: gives({ count: 2, removed: 1 }),
  },
];

const texts: readonly StepRow[] = [
  {
    action: 'parse_json',
    params: { text: '{"data":{"items":[1,2]}}', field: 'data.items' },
    bad: { params: { text: 7 }, path: 'text' },
    check: gives({ value: [1, 2] }),
  },
  {
    action: 'parse_csv',
    params: { text: 'sku;price\n007;1.50\n', numbers: ['price'] },
    bad: { params: { text: '', delimiter: 'x' }, path: 'delimiter' },
    check: gives({ items: [{ sku: '007', price: 1.5 }], total: 1 }),
  },
  {
    action: 'make_csv',
    params: { items: [{ name: '=HYPERLINK("x")', price: -2 }] },
    bad: { params: { items: [], columns: [''] }, path: 'columns' },
    check: gives({ csv: 'name,price\r\n"\'=HYPERLINK(""x"")",-2', rows: 1 }),
  },
  {
    action: 'format_text',
    params: { value: 1234.5, as: 'money' },
    bad: { params: { value: 1, as: 'roman' }, path: 'as' },
    check: gives({ text: '$1,234.50' }),
  },
  {
    action: 'extract_with_regex',
    params: { text: 'Order #12', pattern: '#(\\d+)' },
    bad: { params: { text: '', pattern: '(?=x)' }, path: 'pattern' },
    check: gives({ value: '12', count: 1 }),
  },
  {
    action: 'html_to_text',
    params: { html: '<p>Hello <b>you</b></p>' },
    bad: { params: { html: 1 }, path: 'html' },
    check: gives({ text: 'Hello you' }),
  },
  {
    action: 'calculate_date',
    params: { from: '2026-03-07T09:00:00-05:00', add: { days: 1 }, timezone: 'America/New_York' },
    bad: { params: { timezone: 'Mars/Olympus' }, path: 'timezone' },
    check: gives({ at: '2026-03-08T13:00:00.000Z', time: '09:00', weekday: 'sunday' }),
  },
  {
    action: 'set_variables',
    params: { threshold: 10 },
    bad: { params: JSON.parse('[]'), path: '' },
    check: gives({ threshold: 10 }),
  },
  {
    action: 'log_note',
    params: { message: 'Found 3' },
    bad: { params: { message: '' }, path: 'message' },
    check: gives({ message: 'Found 3' }),
  },
];

const suppliers = { 'records/suppliers/items/farm': { name: 'Farm', rating: 4 } };
const documents: readonly StepRow[] = [
  {
    action: 'query_documents',
    params: { collection: 'records/suppliers', where: [{ field: 'rating', is: 'at_least', value: 4 }] },
    bad: { params: { collection: 'team' }, path: 'collection' },
    documents: suppliers,
    check: gives({ items: [{ name: 'Farm', rating: 4, id: 'farm' }], total: 1, isCut: false }),
  },
  {
    action: 'get_document',
    params: { collection: 'records/suppliers', id: 'farm' },
    bad: { params: { collection: 'records/suppliers', id: '../team' }, path: 'id' },
    documents: suppliers,
    check: gives({ exists: true }),
  },
  {
    action: 'create_document',
    params: { collection: 'records/suppliers', id: 'green', data: { name: 'Green' } },
    bad: { params: { collection: 'api_keys', data: { a: 1 } }, path: 'collection' },
    check: gives({ id: 'green' }),
  },
  {
    action: 'update_document',
    params: { collection: 'records/suppliers', id: 'farm', set: { rating: 5 } },
    bad: { params: { collection: 'records/suppliers', id: 'farm', set: { lastWrite: 1 } }, path: 'set' },
    documents: suppliers,
    check: gives({ fields: ['rating'] }),
  },
  {
    action: 'delete_document',
    params: { collection: 'records/suppliers', id: 'farm' },
    bad: { params: { collection: 'playbooks', id: 'p' }, path: 'collection' },
    documents: suppliers,
    check: gives({ existed: true }),
  },
  {
    action: 'record_metric',
    params: { name: 'Daily revenue', value: 1250.5, unit: 'USD', date: '2026-11-20' },
    bad: { params: { name: 'Daily revenue', value: 'much' }, path: 'value' },
    check: gives({ id: 'daily_revenue', dayId: 'daily_revenue_2026-11-20' }),
  },
  {
    action: 'record_figures',
    params: { figures: { cash: 6_000, monthlyBurn: '$1,150.50', payables: 'skip' }, date: '2026-11-20' },
    bad: { params: { figures: { refundRate: 12 } }, path: 'figures.refundRate' },
    documents: { 'metrics/2026-11-20': { netMargin: 0.1 } },
    check: gives({ date: '2026-11-20', figures: { cash: 6_000, monthlyBurn: 1_150.5 }, count: 2 }),
  },
  {
    action: 'notice_change',
    params: { value: ['tea'], key: 'low stock' },
    bad: { params: { value: 1, key: '' }, path: 'key' },
    check: gives({ changed: true, began: true, before: null }),
  },
];

export const rows: readonly StepRow[] = [...web, ...lists, ...texts, ...documents];
