import type { JsonValue } from '../../src/model/json.ts';
import { llmVendor } from '../vendors/llm.ts';
import type { StepRow } from './row.ts';

const says = (json: JsonValue) => [llmVendor(() => ({ json }))];
/** Throws where the output has another value. */
const holds =
  (fields: Readonly<Record<string, JsonValue>>): NonNullable<StepRow['check']> =>
  (output) => {
    for (const [name, value] of Object.entries(fields)) {
      if (JSON.stringify(output[name]) !== JSON.stringify(value))
        throw new Error(`${name} is ${JSON.stringify(output[name])}`);
    }
  };

/** The steps that ask a language model. */
export const rows: readonly StepRow[] = [
  {
    action: 'generate_text',
    params: { prompt: 'Write two friendly sentences.' },
    bad: { params: { prompt: '' }, path: 'prompt' },
    vendors: [llmVendor(() => ({ text: 'Good morning. Come in.' }))],
    check: holds({ text: 'Good morning. Come in.', tokens: 120 }),
  },
  {
    action: 'extract_data',
    params: { source: 'Invoice 2026-7, 120 dollars', fields: [{ name: 'amount', type: 'number', required: true }] },
    bad: { params: { source: 'x', fields: [{ name: 'Amount' }] }, path: 'fields.0.name' },
    vendors: says({ records: [{ amount: 120, iban: 'made up' }] }),
    check: holds({ data: { amount: 120 }, items: [{ amount: 120 }], tokens: 120, isCached: false }),
  },
  {
    action: 'classify_text',
    params: { text: 'Where is my parcel?', labels: ['question', 'praise'] },
    bad: { params: { text: 'x', labels: ['question'] }, path: 'labels' },
    vendors: says({ labels: [{ name: 'question', confidence: 0.9 }] }),
    check: holds({ label: 'question', confidence: 0.9 }),
  },
  {
    action: 'summarize_text',
    params: { text: 'The spring fair drew 1,200 people. The tent leaked.', format: 'bullets' },
    bad: { params: { text: 'x', length: 'endless' }, path: 'length' },
    vendors: says({ sentences: ['1,200 came.', 'The tent leaked.'] }),
    check: holds({ summary: '- 1,200 came.\n- The tent leaked.' }),
  },
  {
    action: 'translate_text',
    params: { text: 'Open until 8: https://example.com', language: 'German' },
    bad: { params: { text: 'Open' }, path: 'language' },
    vendors: says({ translation: 'Offen bis 8: https://example.com' }),
    check: holds({ text: 'Offen bis 8: https://example.com' }),
  },
];
