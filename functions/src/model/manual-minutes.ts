import type { StepResult } from './execution.ts';

/**
 * What a person who knows the work would need for one such step by hand, in minutes: guesses, on the low side. What is
 * not named saves nothing: to reshape what a step before has read is no work that anybody did by hand.
 */
export const MANUAL_MINUTES: Readonly<Record<string, number>> = {
  // To look something up.
  fetch_page: 1,
  http_request: 1,
  read_rss: 2,
  read_sitemap: 2,
  check_website: 1,
  extract_products: 5,
  read_sheet: 1,
  read_inbox: 2,
  query_documents: 2,
  get_document: 1,
  check_stock: 3,
  find_past_due: 5,
  review_invoices: 10,
  get_campaign_prospects: 5,
  get_green_members: 5,
  get_ppv_members: 5,
  get_past_due_members: 5,
  get_past_due_training_clients: 5,
  find_referrals: 5,
  segment_customers: 10,
  scan_competitors: 15,
  // To think about it.
  analyze_pricing: 10,
  generate_competitor_report: 15,
  plan_competitive_actions: 10,
  suggest_price: 5,
  audit_page: 10,
  classify_mail: 1,
  classify_text: 1,
  extract_data: 3,
  summarize_text: 5,
  translate_text: 10,
  generate_text: 10,
  build_email_sequence: 45,
  run_agent: 10,
  // To tell somebody.
  send_email: 3,
  reply_to_email: 5,
  answer_faq: 5,
  send_newsletter: 15,
  send_payment_reminder: 5,
  remind_member: 5,
  notify: 1,
  send_sms: 2,
  send_push: 1,
  post_slack_message: 1,
  post_discord_message: 1,
  post_teams_message: 1,
  send_telegram_message: 1,
  publish_social_post: 10,
  // To do it, and to write it down.
  append_sheet_row: 1,
  update_sheet: 2,
  save_to_drive: 2,
  create_document_in_docs: 5,
  create_calendar_event: 2,
  create_document: 1,
  update_document: 1,
  record_competitor_prices: 3,
  record_metric: 1,
  record_figures: 2,
  create_purchase_order: 10,
  create_campaign: 15,
  apply_price_change: 3,
  update_shopify_price: 3,
  apply_seo_fix: 5,
  adjust_ad_bid: 3,
  set_door_access: 3,
  create_task: 1,
  create_recommendation: 2,
  create_action_plan: 10,
  delegate: 2,
};

/** In seconds: each step that was done counts once, in loops as often as it was done. */
export function savedSecondsOf(results: readonly Pick<StepResult, 'action' | 'status'>[]): number {
  const minutes = results.map(({ action, status }) => (status === 'completed' ? (MANUAL_MINUTES[action] ?? 0) : 0));
  return 60 * minutes.reduce((sum, one) => sum + one, 0);
}
