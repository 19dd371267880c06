import { amount, manual, optionalLine } from './skill-inputs.ts';
import { defineTemplate } from './template.ts';

/** Skills that look into the data of the business. They change nothing. */
export const dataSkills = [
  defineTemplate({
    id: 'weekly-report',
    title: 'Weekly report',
    description: 'Puts your figures, what runs low and what is unpaid into one report, whenever you want it.',
    sentence: 'Show me a report of my week',
    businesses: ['shop', 'online_store', 'gym', 'coach', 'agency'],
    category: 'intelligence',
    agent: 'money_mike',
    icon: 'file-chart-column',
    questions: {},
    build: () => ({
      triggers: manual,
      inputs: [
        amount('low', 'Stock counts as low up to', 5, [0, 10_000]),
        amount('most', 'Lines at most, of each kind', 20, [1, 100]),
      ],
      steps: [
        {
          id: 'figures',
          action: 'query_documents',
          params: {
            collection: 'metrics',
            where: [{ field: 'name', is: 'exists', value: true }],
            orderBy: { field: 'name', direction: 'asc' },
            limit: 50,
          },
        },
        {
          id: 'stock',
          action: 'query_documents',
          params: {
            collection: 'inventory',
            where: [{ field: 'quantity', is: 'at_most', value: '{{inputs.low}}' }],
            orderBy: { field: 'quantity', direction: 'asc' },
            limit: '{{inputs.most}}',
          },
        },
        {
          id: 'unpaid',
          action: 'query_documents',
          params: {
            collection: 'invoices',
            where: [{ field: 'status', is: 'in', value: ['open', 'overdue', 'past_due'] }],
            orderBy: { field: 'dueAt', direction: 'asc' },
            limit: '{{inputs.most}}',
          },
        },
        {
          id: 'result',
          action: 'set_variables',
          params: {
            title: 'The week of {{org.name}}',
            markdown: `# The week of {{org.name}}\n\n## Figures\n\n{{size(steps.figures.items) == 0 ? "None are kept yet." : steps.figures.items.map(m, "- " + fallback(m.name, m.id) + ": " + string(fallback(m.value, 0))).join("\\n")}}\n\n## Low stock\n\n{{size(steps.stock.items) == 0 ? "Nothing runs low." : steps.stock.items.map(s, "- " + fallback(s.name, s.id) + ": " + string(fallback(s.quantity, 0))).join("\\n")}}\n\n## Unpaid invoices\n\n{{size(steps.unpaid.items) == 0 ? "All are paid." : string(steps.unpaid.total) + " are open."}}`,
            rows: '{{steps.unpaid.items.map(i, {"invoice": fallback(i.number, i.id), "customer": fallback(i.name, fallback(i.email, "")), "amount": fallback(i.amount, null), "due": fallback(i.dueAt, null)})}}',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'price-comparison',
    title: 'Price comparison table',
    description: 'Puts the prices of your competitors beside your own, as a table that opens in a spreadsheet.',
    sentence: 'Compare my prices with those of my competitors in a table',
    businesses: ['online_store', 'shop'],
    category: 'intelligence',
    agent: 'ezal',
    icon: 'table-2',
    questions: {},
    build: () => ({
      triggers: manual,
      inputs: [
        optionalLine('product', 'Only products that are called', 'All when left empty'),
        amount('most', 'Lines at most', 100, [1, 500]),
      ],
      steps: [
        {
          id: 'prices',
          action: 'query_documents',
          params: {
            collection: 'competitor_prices',
            where: [{ field: 'product', is: 'contains', value: '{{fallback(inputs.product, "")}}' }],
            orderBy: { field: 'product', direction: 'asc' },
            limit: '{{inputs.most}}',
          },
        },
        {
          id: 'compared',
          action: 'set_variables',
          params: {
            rows: '{{steps.prices.items.map(p, {"product": fallback(p.product, ""), "competitor": fallback(p.competitor, ""), "their price": fallback(p.price, null), "our price": fallback(p.ourPrice, null), "difference": fallback(round(p.ourPrice - p.price, 2), null)})}}',
          },
        },
        { id: 'table', action: 'make_csv', params: { items: '{{steps.compared.rows}}' } },
        {
          id: 'result',
          action: 'set_variables',
          params: {
            title: 'Prices compared',
            markdown:
              '# Prices compared\n\n{{size(steps.compared.rows) == 0 ? "No prices of competitors are known yet. The template “Competitor price alert” collects them." : string(size(steps.compared.rows)) + " prices. A difference above zero: the competitor is cheaper."}}',
            rows: '{{steps.compared.rows}}',
            csv: '{{steps.table.csv}}',
          },
        },
      ],
    }),
  }),
];
