import type { JsonObject } from '../../src/model/json.ts';
import { createSkillProgram, SKILL_SECRET } from '../vendors/skill-program.ts';
import type { StepRow } from './row.ts';

/** What these fields of the output must be. */
const gives = (wanted: JsonObject) => (output: JsonObject) => {
  for (const [name, value] of Object.entries(wanted)) {
    const [is, must] = [JSON.stringify(output[name]), JSON.stringify(value)];
    if (is !== must) throw new Error(`${name} is ${is} in place of ${must}`);
  }
};

const gap = {
  ...{ competitor: 'Higher Level', product: 'Blue Dream', our_price: 35, their_price: 29.75 },
  ...{ currency: 'USD', gap_percent: 15, url: null },
};
const products = { 'products/blue-dream': { name: 'Blue Dream', price: 35, cost: 18 } };
const pricing: readonly StepRow[] = [
  {
    action: 'analyze_pricing',
    params: { competitors: [{ name: 'Higher Level', products: [{ name: 'Blue Dream', price: 29.75 }] }] },
    bad: { params: { competitors: [{ products: [] }] }, path: 'competitors.0.name' },
    documents: products,
    check: gives({ price_gap: 15, compared: 1 }),
  },
  {
    action: 'generate_competitor_report',
    params: { gaps: [gap], summary: 'One price is below yours.' },
    bad: { params: {}, path: 'gaps' },
    check: gives({ summary: 'One price is below yours.' }),
  },
  {
    action: 'record_competitor_prices',
    params: { gaps: [gap] },
    bad: { params: { gaps: [{ competitor: 'x' }] }, path: 'gaps.0.product' },
    check: gives({ recorded: 1, changed: 1 }),
  },
  {
    action: 'suggest_price',
    params: { product: 'Blue Dream', price: 35, cost: 18, prices: [29.75, 36], strategy: 'undercut', rounding: '.99' },
    bad: { params: { strategy: 'guess' }, path: 'strategy' },
    check: gives({ price: 28.99, changePercent: -17.2, compared: 2 }),
  },
  {
    action: 'apply_price_change',
    params: { productId: 'blue-dream', newPrice: 33.99, oldPrice: 35 },
    bad: { params: { productId: 'blue-dream', newPrice: 0 }, path: 'newPrice' },
    documents: products,
    check: gives({ oldPrice: 35, newPrice: 33.99, isChanged: true }),
  },
  {
    action: 'plan_competitive_actions',
    params: { gaps: [{ ...gap, product_id: 'blue-dream' }] },
    bad: { params: { gaps: [], mostPrices: 0 }, path: 'mostPrices' },
    documents: products,
    check: gives({ waiting: 0, summary: 'Suggested: 1 price.' }),
  },
  {
    action: 'create_competitive_action',
    params: { type: 'counter_campaign', title: 'Answer their sale', recommendation: 'Ten percent off for members' },
    bad: { params: { type: 'war', title: 'x', recommendation: 'y' }, path: 'type' },
    check: gives({ assignedAgent: 'craig', priority: 'medium' }),
  },
];

const invoices = {
  'invoices/i1': {
    number: 'INV-1',
    email: 'bob@example.com',
    amount: 120,
    status: 'open',
    dueAt: '2026-01-10',
    createdAt: '2025-12-10',
  },
  'invoices/i3': {
    number: 'INV-3',
    email: 'cyd@example.com',
    amount: 10,
    lines: [{ quantity: 2, unitPrice: 6 }],
    status: 'open',
  },
};
const commerce: readonly StepRow[] = [
  {
    action: 'check_stock',
    params: { leadDays: 7 },
    bad: { params: { leadDays: -1 }, path: 'leadDays' },
    documents: {
      'inventory/a': { name: 'Tea', quantity: 0, reorderPoint: 5 },
      'inventory/b': { name: 'Pot', quantity: 9, reorderPoint: 5 },
    },
    check: gives({ low: 0, out: 1, checked: 2, total: 1 }),
  },
  {
    action: 'create_purchase_order',
    params: { supplier: 'Farm', lines: [{ name: 'Tea', quantity: 10, unitPrice: 2.5 }] },
    bad: { params: { supplier: 'Farm', lines: [] }, path: 'lines' },
    check: gives({ total: 25, status: 'draft' }),
  },
  {
    action: 'find_past_due',
    params: { minDays: 1 },
    bad: { params: { cursor: 'abc' }, path: 'cursor' },
    documents: invoices,
    check: gives({ total: 1, amount: 120 }),
  },
  {
    action: 'send_payment_reminder',
    params: { invoiceId: 'i1', tone: 'firm' },
    bad: { params: { invoiceId: 'i1', tone: 'rude' }, path: 'tone' },
    documents: invoices,
    check: gives({ isSent: true, to: ['bob@example.com'], amount: 120 }),
  },
  {
    action: 'review_invoices',
    params: { sinceDays: null },
    bad: { params: { checks: ['spelling'] }, path: 'checks.0' },
    documents: invoices,
    check: gives({
      reviewed: 2,
      byProblem: [
        { problem: 'number_gap', count: 1 },
        { problem: 'amount_differs', count: 1 },
        { problem: 'no_due_date', count: 1 },
      ],
    }),
  },
];

const people = {
  'members/m1': { name: 'Ada', email: 'ada@example.com', status: 'active', plan: 'Gold' },
  'members/m2': { name: 'Bob', status: 'Past due', balanceDue: 80, dueAt: '2026-01-10' },
  'members/m3': { name: 'Cyd', status: 'active', plan: 'Pay per visit', referredBy: 'ada@example.com' },
  'prospects/p1': { name: 'Dee', email: 'dee@example.com', status: 'new', source: 'walk-in' },
  'prospects/p2': { name: 'Eve', status: 'won' },
  'records/training_clients/items/t1': { name: 'Fay', amount_past_due: 45, dueAt: '2026-01-10' },
};
const wrongFilters = { params: { filters: 'Gold' }, path: 'filters' };
const members: readonly StepRow[] = [
  {
    action: 'get_green_members',
    params: { filters: { plan: 'gold' } },
    bad: wrongFilters,
    documents: people,
    check: gives({ total: 1, withEmail: 1 }),
  },
  { action: 'get_ppv_members', params: {}, bad: wrongFilters, documents: people, check: gives({ total: 1 }) },
  {
    action: 'get_past_due_members',
    params: { filters: { amountDue: { min: 50 } } },
    bad: { params: { limit: 1_000 }, path: 'limit' },
    documents: people,
    check: gives({ total: 1, amountDue: { total: 80, average: 80, largest: 80 } }),
  },
  {
    action: 'get_past_due_training_clients',
    params: {},
    bad: wrongFilters,
    documents: people,
    check: gives({ total: 1, amountDue: { total: 45, average: 45, largest: 45 } }),
  },
  {
    action: 'remind_member',
    params: { among: 'training_clients', memberId: 't2' },
    bad: { params: { memberId: 't2', tone: 'rude' }, path: 'tone' },
    documents: {
      'records/training_clients/items/t2': {
        name: 'Gil',
        email: 'gil@example.com',
        amount_past_due: 45,
        dueAt: '2026-01-10',
      },
    },
    check: gives({ isSent: true, to: ['gil@example.com'], amount: 45 }),
  },
  {
    action: 'get_campaign_prospects',
    params: { filters: null },
    bad: wrongFilters,
    documents: people,
    check: gives({ total: 1, bySource: [{ value: 'walk-in', count: 1 }] }),
  },
  {
    action: 'find_referrals',
    params: {},
    bad: { params: { among: 'staff' }, path: 'among' },
    documents: people,
    check: gives({
      items: [{ id: 'm1', name: 'Ada', email: 'ada@example.com', referrals: 1, rewardsDue: 1 }],
      rewardsDue: 1,
    }),
  },
];

const work: readonly StepRow[] = [
  {
    action: 'delegate',
    params: { agent: 'money_mike', title: 'Check our margin' },
    bad: { params: { agent: 'bob', title: 'x' }, path: 'agent' },
    check: gives({ agent: 'money_mike' }),
  },
  {
    action: 'create_task',
    params: { title: 'Call the supplier', assignee: 'pops', dueAt: '2026-11-27' },
    bad: { params: { title: 'x', dueAt: 'tomorrow' }, path: 'dueAt' },
    check: gives({ assignedAgent: 'pops', assignedTo: null }),
  },
  {
    action: 'raise_alert',
    params: { title: 'The website is down', message: 'It answers with 503', severity: 'critical' },
    bad: { params: { title: 'x', message: 'y', severity: 'awful' }, path: 'severity' },
    check: gives({ count: 1, isNew: true }),
  },
  {
    action: 'create_recommendation',
    params: { category: 'inventory', title: 'Order tea', text: 'It is nearly gone.', priority: 80 },
    bad: { params: { category: 'luck', title: 'x', text: 'y' }, path: 'category' },
    check: gives({ category: 'inventory' }),
  },
  {
    action: 'create_action_plan',
    params: { title: 'Win them back', goal: 'Twenty orders', tasks: [{ title: 'Draw up the list', assignee: 'pops' }] },
    bad: { params: { title: 'x', goal: 'y', tasks: [] }, path: 'tasks' },
    check: gives({ count: 1 }),
  },
  {
    action: 'run_skill_webhook',
    params: { skill: 'seo-outline', inputs: { topic: 'tea' } },
    bad: { params: { skill: 'no such name', inputs: {} }, path: 'skill' },
    connections: {
      skill_webhook: { settings: { url: 'https://skills.example/run' }, secrets: { signingSecret: SKILL_SECRET } },
    },
    vendors: [createSkillProgram().vendor],
    check: gives({ skill: 'seo-outline' }),
  },
];

export const rows: readonly StepRow[] = [...pricing, ...commerce, ...members, ...work];
