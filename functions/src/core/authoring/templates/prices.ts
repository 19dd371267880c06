import {
  at,
  competitors,
  daily,
  email,
  event,
  namedCompetitors,
  number,
  page,
  text,
  weekday,
  weekly,
} from './questions.ts';
import { defineTemplate } from './template.ts';
import { withContract } from './with-contract.ts';

const rivals = { competitors: ['https://shop.example/menu'] };

/** What others ask, and what to do about it. */
export const priceTemplates = [
  defineTemplate({
    id: 'price-alert',
    title: 'Competitor price alert',
    description: 'Reads your competitors’ prices every day and tells you when somebody undercuts you by too much.',
    sentence: 'Track my competitors’ prices every morning and email me if they undercut us by more than 10%',
    businesses: ['shop', 'online_store'],
    category: 'intelligence',
    agent: 'money_mike',
    icon: 'tag',
    example: rivals,
    questions: {
      competitors: competitors(),
      percent: number('From how many percent below your price?', 10, [0, 90]),
      time: at('09:00'),
      email: email(),
    },
    build: ({ percent, time, email: to, ...given }, facts) =>
      withContract(
        {
          sentence: `Track our competitors’ prices every day at ${time} and email ${to} if they undercut us by more than ${percent}%`,
          subject: 'competitor_prices',
          agent: 'money_mike',
          triggers: daily(time, facts),
          conditions: [
            { measure: 'price_gap', operator: '>', value: percent, unit: 'percent', base: 'our price', of: null },
          ],
          actions: [{ action: 'notify', to: [to] }],
          competitors: namedCompetitors(given.competitors, facts),
        },
        facts,
      ),
  }),
  defineTemplate({
    id: 'competitor-report',
    title: 'Weekly competitor report',
    description: 'Compares your competitors’ prices with yours once a week and mails you the table.',
    sentence: 'Send me a competitor report every Monday at 8am',
    businesses: ['shop', 'online_store', 'agency'],
    category: 'intelligence',
    agent: 'ezal',
    icon: 'clipboard-list',
    example: rivals,
    questions: { competitors: competitors(), day: weekday('Monday'), time: at('08:00'), email: email() },
    build: ({ day, time, email: to, ...given }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        { id: 'scan', action: 'scan_competitors', params: { competitors: namedCompetitors(given.competitors, facts) } },
        { id: 'compare', action: 'analyze_pricing' },
        { id: 'record', action: 'record_competitor_prices' },
        { id: 'report', action: 'generate_competitor_report', params: { title: 'Competitor prices this week' } },
        { id: 'mail', action: 'send_email', params: { to } },
      ],
    }),
  }),
  defineTemplate({
    id: 'competitor-suggestions',
    title: 'Competitor report with suggestions',
    description:
      'Reports on your competitors, and has your agents suggest prices, a campaign and products that you lack.',
    sentence: 'Every Monday report on my competitors and suggest prices and a campaign for my approval',
    businesses: ['shop', 'online_store'],
    category: 'intelligence',
    agent: 'ezal',
    icon: 'swords',
    example: rivals,
    questions: {
      competitors: competitors(),
      percent: number('From how many percent below your price?', 10, [0, 90]),
      margin: number(
        'Which margin must stay, in percent?',
        20,
        [0, 90],
        'Nothing cheaper than cost and this much is suggested',
      ),
      day: weekday('Monday'),
      time: at('08:30'),
      email: email(),
    },
    build: ({ percent, margin, day, time, email: to, ...given }, facts) => ({
      triggers: weekly(day, time, facts),
      steps: [
        { id: 'scan', action: 'scan_competitors', params: { competitors: namedCompetitors(given.competitors, facts) } },
        { id: 'compare', action: 'analyze_pricing' },
        { id: 'record', action: 'record_competitor_prices' },
        { id: 'report', action: 'generate_competitor_report', params: { title: 'Competitors this week' } },
        {
          id: 'plan',
          action: 'plan_competitive_actions',
          params: { fromPercent: percent, minMarginPercent: margin },
        },
        {
          id: 'mail',
          action: 'send_email',
          params: { to, body: '{{steps.plan.markdown}}\n\n{{steps.report.markdown}}' },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'price-match',
    title: 'Price match, after your yes',
    description:
      'Works out a price that keeps up with the cheapest competitor, and changes yours once you have said yes.',
    sentence: 'When a competitor undercuts us by more than 10%, suggest a new price and change it after I approve',
    businesses: ['shop', 'online_store'],
    category: 'intelligence',
    agent: 'money_mike',
    icon: 'scale',
    example: rivals,
    questions: {
      competitors: competitors(),
      percent: number('From how many percent below your price?', 10, [0, 90]),
      margin: number('Which margin must stay, in percent?', 20, [0, 90], 'Never cheaper than cost and this much'),
      time: at('07:30'),
    },
    build: ({ percent, margin, time, ...given }, facts) => ({
      triggers: daily(time, facts),
      steps: [
        { id: 'scan', action: 'scan_competitors', params: { competitors: namedCompetitors(given.competitors, facts) } },
        { id: 'compare', action: 'analyze_pricing' },
        {
          id: 'suggest',
          action: 'suggest_price',
          condition: `steps.compare.price_gap > ${percent}`,
          params: { strategy: 'match', minMarginPercent: margin, maxChangePercent: 20, rounding: '.99' },
        },
        {
          id: 'change',
          action: 'apply_price_change',
          condition: 'fallback(steps.suggest.isChange, false) && fallback(steps.suggest.productId, "") != ""',
          params: {
            productId: '{{steps.suggest.productId}}',
            newPrice: '{{steps.suggest.price}}',
            oldPrice: '{{steps.suggest.currentPrice}}',
            minMarginPercent: margin,
          },
          requiresApproval: true,
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'supplier-prices',
    title: 'Supplier price check',
    description: 'Looks at a supplier’s price page every day and tells you when prices there change.',
    sentence: 'Check my supplier’s price page every morning and tell me what changed',
    businesses: ['coach', 'shop', 'online_store'],
    category: 'intelligence',
    agent: 'ezal',
    icon: 'truck',
    example: { page: 'https://supplier.example/prices' },
    questions: { page: page('Where do their prices stand?'), time: at('07:00'), email: email() },
    build: ({ page: url, time, email: to }, facts) => ({
      triggers: daily(time, facts),
      steps: [
        { id: 'read', action: 'extract_products', params: { url } },
        {
          id: 'notice',
          action: 'notice_change',
          params: { value: '{{steps.read.products.map(p, p.name + " " + string(p.price))}}' },
        },
        {
          id: 'tell',
          action: 'notify',
          condition: 'steps.notice.changed',
          params: {
            to,
            subject: 'Your supplier changed prices',
            message:
              'This is what stands there now:\n\n{{steps.read.products.map(p, "- " + p.name + ": " + string(p.price)).join("\\n")}}',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'undercut-slack',
    title: 'Tell the team when undercut',
    description: 'Posts to Slack the moment a watched price falls below yours.',
    sentence: 'Post to Slack when a competitor undercuts us',
    businesses: ['online_store', 'shop'],
    category: 'intelligence',
    agent: 'ezal',
    icon: 'megaphone',
    questions: {
      percent: number('From how many percent below your price?', 5, [0, 90]),
      channel: text('In which channel?', 'Such as #pricing').default('#pricing'),
    },
    build: ({ percent, channel }) => ({
      triggers: event('competitor.undercut', `fallback(event.gapPercent, 0) >= ${percent}`),
      steps: [
        {
          id: 'post',
          action: 'post_slack_message',
          params: {
            channel,
            title: '{{event.competitor}} undercuts us',
            text: '{{event.product}}: they ask {{event.price}}, we ask {{fallback(event.ourPrice, 0)}}.',
          },
        },
      ],
    }),
  }),
];
