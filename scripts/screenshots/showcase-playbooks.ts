// The playbooks of a shop that has used the product for a while: what the pages show when they are full.
const zone = 'America/New_York';
const daily = (cron: string) => ({ type: 'schedule', cron, timezone: zone });
const on = (eventName: string) => ({ type: 'event', eventName });

/** As `POST /api/playbooks` takes it; the first one watches these shops. */
export const watch = (competitors: readonly { readonly name: string; readonly url: string }[]) => ({
  name: 'Competitor price watch',
  description: 'Compares our prices with the three shops nearby and writes when one undercuts us.',
  category: 'intelligence',
  agent: 'ezal',
  status: 'active',
  sentence: "Track our top 3 competitors' prices every morning and email me if they undercut us by more than 10%",
  triggers: [daily('0 9 * * *'), { type: 'manual' }],
  steps: [
    { id: 'scan', action: 'scan_competitors', agent: 'ezal', params: { competitors } },
    {
      id: 'compare',
      action: 'analyze_pricing',
      agent: 'money_mike',
      params: { competitors: '{{steps.scan.competitors}}' },
    },
    {
      id: 'report',
      action: 'generate_competitor_report',
      params: { gaps: '{{steps.compare.gaps}}', summary: '{{steps.compare.summary}}' },
    },
    {
      id: 'tell',
      action: 'notify',
      condition: '{{steps.compare.price_gap}} > 10',
      params: { to: '{{user.email}}', subject: 'Price alert', message: '{{steps.compare.summary}}' },
    },
  ],
});

export const PLAYBOOKS = [
  {
    name: 'Low stock: order more',
    description: 'When something runs low it drafts the order and asks before it is sent.',
    category: 'operations',
    agent: 'pops',
    status: 'active',
    triggers: [on('inventory.low_stock')],
    steps: [
      { id: 'stock', action: 'check_stock', params: { leadDays: 7, coverDays: 14 } },
      {
        id: 'order',
        action: 'create_purchase_order',
        params: {
          supplier: 'Green Farm',
          lines: [{ name: 'Blue Dream', sku: 'blue-dream', quantity: 24, unitPrice: 18 }],
        },
      },
      {
        id: 'send',
        action: 'send_email',
        requiresApproval: true,
        params: {
          to: 'orders@green-farm.example',
          subject: 'Order {{steps.order.number}} from {{org.name}}',
          body: 'Hello,\n\nplease send us 24 units of Blue Dream by Friday.\n\nThank you\n{{user.name}}',
        },
      },
    ],
  },
  {
    name: 'Remind of unpaid invoices',
    description: 'Finds invoices that are a week late and reminds each customer politely.',
    category: 'finance',
    agent: 'money_mike',
    status: 'active',
    triggers: [daily('30 10 * * 1-5')],
    steps: [
      { id: 'find', action: 'find_past_due', params: { minDays: 7 } },
      {
        id: 'each',
        action: 'for_each',
        condition: 'steps.find.count > 0',
        params: { items: '{{steps.find.items}}' },
        steps: [
          {
            id: 'remind',
            action: 'send_payment_reminder',
            requiresApproval: true,
            params: { invoiceId: '{{item.id}}', tone: 'polite' },
          },
        ],
      },
    ],
  },
  {
    name: 'Evening summary',
    description: 'What was sold today, in three lines.',
    category: 'finance',
    agent: 'pops',
    status: 'active',
    triggers: [daily('0 20 * * *')],
    steps: [
      { id: 'orders', action: 'query_documents', params: { collection: 'orders', limit: 200 } },
      {
        id: 'sum',
        action: 'aggregate_list',
        params: { items: '{{steps.orders.items}}', measures: [{ as: 'sold', of: 'sum', field: 'total' }] },
      },
      {
        id: 'tell',
        action: 'notify',
        params: { to: '{{user.email}}', subject: 'Today', message: '{{steps.orders.count}} orders came in today.' },
      },
    ],
  },
  {
    name: 'Is the shop online?',
    description: 'Looks at the web shop every half hour and raises its voice when it is down.',
    category: 'operations',
    status: 'active',
    triggers: [daily('*/30 * * * *')],
    steps: [
      {
        id: 'look',
        action: 'check_website',
        params: { url: 'https://shop.thrive.example/menu', contains: 'Add to cart' },
      },
      {
        id: 'kind',
        action: 'branch',
        branches: [
          {
            id: 'down',
            condition: '!steps.look.isHealthy',
            steps: [
              {
                id: 'alarm',
                action: 'notify',
                params: { to: '{{user.email}}', subject: 'The shop is down', message: '{{steps.look.problem}}' },
              },
            ],
          },
          {
            id: 'fine',
            steps: [
              { id: 'note', action: 'log_note', params: { message: 'Answered in {{steps.look.responseMs}} ms' } },
            ],
          },
        ],
      },
    ],
  },
  {
    name: 'Answer new reviews',
    description: 'Sorts each new review; thanks for praise, tells us of complaints.',
    category: 'marketing',
    agent: 'craig',
    status: 'active',
    triggers: [on('review.created')],
    steps: [
      {
        id: 'sort',
        action: 'set_variables',
        params: { isBad: '{{event.rating <= 3}}', author: '{{event.author}}' },
      },
      {
        id: 'task',
        action: 'create_task',
        condition: 'steps.sort.isBad',
        params: { title: 'Call {{steps.sort.author}} about the review', assignee: 'me', priority: 'high' },
      },
    ],
  },
  {
    name: 'Win back quiet customers',
    description: 'Writes to customers who have not ordered for two months.',
    category: 'marketing',
    agent: 'craig',
    status: 'paused',
    triggers: [daily('0 11 * * 2')],
    inputs: [
      { name: 'days', label: 'Quiet for how many days?', type: 'number', required: true, default: 60 },
      { name: 'offer', label: 'What do we offer?', type: 'text', default: '10 % off the next order' },
    ],
    steps: [
      {
        id: 'find',
        action: 'query_documents',
        params: { collection: 'customers', where: [{ field: 'isQuiet', is: 'equals', value: true }], limit: 50 },
      },
      {
        id: 'each',
        action: 'for_each',
        params: { items: '{{steps.find.items}}' },
        steps: [
          {
            id: 'write',
            action: 'send_email',
            params: {
              to: '{{item.email}}',
              subject: 'We miss you, {{item.name}}',
              body: 'Come back for {{inputs.offer}}.',
            },
          },
        ],
      },
    ],
  },
  {
    name: 'Monday morning plan',
    description: '',
    category: 'general',
    agent: 'pops',
    status: 'draft',
    triggers: [daily('0 8 * * 1')],
    steps: [
      {
        id: 'both',
        action: 'parallel',
        branches: [
          { id: 'stock', steps: [{ id: 'low', action: 'check_stock', params: { leadDays: 7, coverDays: 14 } }] },
          { id: 'money', steps: [{ id: 'due', action: 'find_past_due', params: { minDays: 1 } }] },
        ],
      },
      {
        id: 'tell',
        action: 'notify',
        params: {
          to: '{{user.email}}',
          subject: 'Your week',
          message: 'Stock and open invoices are checked. Have a good week!',
        },
      },
    ],
  },
  {
    name: 'Ask before every newsletter that goes to more than a hundred people, whoever wrote it and whatever it is about',
    description: 'A long name, as people write them.',
    category: 'marketing',
    agent: 'craig',
    status: 'active',
    triggers: [{ type: 'manual' }],
    inputs: [
      { name: 'subject', label: 'Subject', type: 'text', required: true, default: 'Four new strains for the weekend' },
    ],
    steps: [
      {
        id: 'ask',
        action: 'request_approval',
        params: { title: 'Send “{{inputs.subject}}” to 120 customers?', message: 'It goes out at once.' },
      },
      {
        id: 'mail',
        action: 'send_email',
        params: {
          to: '{{user.email}}',
          subject: '{{inputs.subject}}',
          body: '{{inputs.subject}}: fresh on the shelf from Friday on. Blue Dream $35, Sour Diesel $38.',
          html: '<h1>{{inputs.subject}}</h1><p>Fresh on the shelf from Friday on.</p><table><tr><th>Strain</th><th>Price</th></tr><tr><td>Blue Dream</td><td>$35</td></tr><tr><td>Sour Diesel</td><td>$38</td></tr></table>',
        },
      },
    ],
  },
];

/** What people and agents are to do. */
export const TASKS: readonly object[] = [
  {
    title: 'Answer the question about Sunday hours',
    assignedAgent: 'Email Agent',
    priority: 'high',
    requiresApproval: true,
    metadata: {
      to: 'ben@customers.example',
      subject: 'Our hours on Sunday',
      body: 'Hello Ben,\n\nwe are open from 10 to 6 on Sunday. See you then!',
    },
  },
  { title: 'Call the grower about the late delivery', priority: 'urgent', description: 'They promised it for Friday.' },
  {
    title: 'Look which strains run out before the weekend',
    assignedAgent: 'Operations Agent',
    metadata: { coverDays: 3 },
  },
  {
    title:
      'Note what the new labels cost, with the set-up fee, the plates and the delivery to both shops, so that we can compare it with last year',
    assignedAgent: 'pops',
    priority: 'low',
  },
];
