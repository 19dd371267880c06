import { describe, expect, it } from 'vitest';
import { checkParams } from '../core/authoring/check-params.ts';
import { outputFieldNames } from '../core/authoring/output-fields.ts';
import { createStepCatalog, stepCatalog } from './registry.ts';

const types = stepCatalog.all();

describe('the step types', () => {
  it('are those that act and the words of the flow', () => {
    expect(types.map(({ id }) => id).toSorted()).toEqual([
      'adjust_ad_bid',
      'aggregate_list',
      'analyze_pricing',
      'answer_faq',
      'append_sheet_row',
      'apply_price_change',
      'apply_seo_fix',
      'ask_human',
      'audit_page',
      'branch',
      'build_email_sequence',
      'calculate_date',
      'check_stock',
      'check_website',
      'classify_mail',
      'classify_text',
      'create_action_plan',
      'create_calendar_event',
      'create_campaign',
      'create_competitive_action',
      'create_document',
      'create_document_in_docs',
      'create_purchase_order',
      'create_recommendation',
      'create_task',
      'dedupe_list',
      'delegate',
      'delete_document',
      'extract_data',
      'extract_products',
      'extract_with_regex',
      'fetch_page',
      'filter_list',
      'find_past_due',
      'find_referrals',
      'for_each',
      'format_text',
      'generate_competitor_report',
      'generate_text',
      'get_campaign_prospects',
      'get_document',
      'get_green_members',
      'get_past_due_members',
      'get_past_due_training_clients',
      'get_ppv_members',
      'html_to_text',
      'http_request',
      'join_lists',
      'log_note',
      'make_csv',
      'map_list',
      'notice_change',
      'notify',
      'parallel',
      'parse_csv',
      'parse_json',
      'plan_competitive_actions',
      'post_discord_message',
      'post_slack_message',
      'post_teams_message',
      'publish_social_post',
      'query_documents',
      'raise_alert',
      'read_inbox',
      'read_rss',
      'read_sheet',
      'read_sitemap',
      'record_competitor_prices',
      'record_figures',
      'record_metric',
      'remind_member',
      'reply_to_email',
      'request_approval',
      'review_invoices',
      'run_agent',
      'run_playbook',
      'run_skill_webhook',
      'save_to_drive',
      'scan_competitors',
      'segment_customers',
      'send_email',
      'send_newsletter',
      'send_payment_reminder',
      'send_push',
      'send_sms',
      'send_telegram_message',
      'set_door_access',
      'set_variables',
      'sort_list',
      'stop_execution',
      'suggest_price',
      'summarize_text',
      'translate_text',
      'update_document',
      'update_sheet',
      'update_shopify_price',
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
