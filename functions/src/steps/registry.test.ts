import { describe, expect, it } from 'vitest';
import { checkParams } from '../core/authoring/check-params.ts';
import { outputFieldNames } from '../core/authoring/output-fields.ts';
import { createStepCatalog, stepCatalog } from './registry.ts';

const types = stepCatalog.all();

describe('the step types', () => {
  it('are those that act and the words of the flow', () => {
    expect(types.map(({ id }) => id).toSorted()).toEqual([
      'aggregate_list',
      'analyze_pricing',
      'audit_page',
      'branch',
      'check_website',
      'create_document',
      'dedupe_list',
      'delegate',
      'delete_document',
      'extract_products',
      'extract_with_regex',
      'fetch_page',
      'filter_list',
      'for_each',
      'format_text',
      'generate_competitor_report',
      'generate_text',
      'get_document',
      'html_to_text',
      'http_request',
      'join_lists',
      'log_note',
      'map_list',
      'notify',
      'parallel',
      'parse_json',
      'query_documents',
      'read_rss',
      'read_sitemap',
      'request_approval',
      'run_playbook',
      'save_to_drive',
      'scan_competitors',
      'send_email',
      'set_variables',
      'sort_list',
      'stop_execution',
      'update_document',
      'wait',
      'wait_for_event',
    ]);
    expect(stepCatalog.get('send_email')?.title).toBe('Send e-mail');
    expect(stepCatalog.get('nothing')).toBeUndefined();
  });

  it('refuse to be registered twice', () => {
    expect(() => createStepCatalog([...types, ...types.slice(0, 1)])).toThrow(/scan_competitors/);
  });

  it.each(types.map((type) => [type.id, type] as const))('%s is well-formed', (id, type) => {
    expect(id).toMatch(/^[a-z]+(_[a-z]+)*$/);
    for (const text of [type.title, type.description, type.modelDescription, type.category]) expect(text).not.toBe('');
    expect(type.icon).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(checkParams(type, type.example, 'params')).toEqual([]);
    if (type.kind !== 'action') return;
    if (type.effect !== 'none') expect(type.dryRun, 'what has an effect must have a dry run').toBeTypeOf('function');
    expect(type.timeoutMs).toBeGreaterThan(0);
  });

  it.each(
    types.flatMap((type) => Object.entries(type.wires ?? {}).map(([param, wires]) => [type.id, param, wires] as const)),
  )("%s wires '%s' to what step types really offer", (id, param, wires) => {
    const params = stepCatalog.get(id)?.params;
    const wired = params?.safeParse({ [param]: Symbol('no such value') });
    const complaints = wired?.error?.issues.filter(({ code }) => code === 'unrecognized_keys') ?? [];
    expect(complaints, 'the param exists').toEqual([]);
    for (const wire of wires) {
      const [action = '', field = ''] = wire.split('.');
      const source = stepCatalog.get(action);
      expect(source ? outputFieldNames(source) : [], wire).toContain(field);
    }
  });
});
