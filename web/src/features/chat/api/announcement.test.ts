import type { Card } from '@model/chat-part.ts';
import { expect, it } from 'vitest';
import { announcementOf } from './announcement.ts';

it('is read out with what is shown, and without what is done on the way', () => {
  const words = announcementOf([
    { type: 'tool', callId: 'a', tool: 'query_data', status: 'done', words: 'Looked' },
    { type: 'text', text: 'Two are **low**.\n\n- Haze' },
    { type: 'table', title: 'Stock', columns: ['Product'], rows: [{ cells: ['Haze'] }], more: 9 },
    { type: 'card', card: { name: 'Stock alert' } as Card },
    { type: 'choices', choices: ['Yes', 'No'] },
  ]);
  expect(words).toBe(
    'Two are low.\n\nHaze A table: Stock, 10 rows. Shown: the playbook Stock alert, with what can be done with it. To choose from: Yes, No.',
  );
});
