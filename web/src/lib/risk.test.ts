import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../functions/src/model/json.ts';
import { stepCatalog } from '../../../functions/src/steps/registry.ts';
import { riskOf } from './risk.ts';

/** The risk that the server sees in a step with these params, once its templates have become an address. */
function risk(action: string, params: JsonObject) {
  const type = stepCatalog.get(action);
  if (type === undefined || type.kind !== 'action') return 'safe';
  if (typeof type.risk !== 'function') return type.risk;
  return type.risk(type.params.parse(JSON.parse(JSON.stringify(params).replaceAll(/\{\{.*?\}\}/g, 'ada@example.com'))));
}

describe('the risk of a step as the page shows it', () => {
  it.each(stepCatalog.all().map(({ id, example }) => [id, example] as const))(
    'is never less than that of the server: %s by its example',
    (action, params) => {
      const order = ['safe', 'moderate', 'high'];
      expect(order.indexOf(riskOf({ action, params }))).toBeGreaterThanOrEqual(order.indexOf(risk(action, params)));
    },
  );
  it('is the worst where a template has yet to say', () => {
    const method = '{{inputs.method}}';
    expect(riskOf({ action: 'http_request', params: { url: 'https://api.example.com', method } })).toBe('high');
  });
  const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@example.com`);
  it.each<[string, JsonObject]>([
    ['send_email', { to: six, subject: 's', body: 'b' }],
    ['send_email', { to: six.join(', '), subject: 's', body: 'b' }],
    ['send_email', { to: 'ada@example.com', subject: 's', body: 'b' }],
    ['notify', { to: six, message: 'm' }],
    ['notify', { message: 'm' }],
    ['update_document', { collection: 'products', id: 'p', fields: { price: 1 } }],
    ['delete_document', { collection: 'products', id: 'p' }],
    ['query_documents', { collection: 'products' }],
    ['http_request', { url: 'https://api.example.com' }],
    ['http_request', { url: 'https://api.example.com', method: 'POST' }],
    ['http_request', { url: 'https://api.example.com', method: 'DELETE' }],
  ])('is that of the server: %s with %j', (action, params) => {
    expect(riskOf({ action, params })).toBe(risk(action, params));
  });
});
