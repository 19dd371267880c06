import { expect, it } from 'vitest';
import { fileName } from './copy-playbook.ts';

it('names a file after the playbook, with what every system takes', () => {
  expect(fileName('Déjà vu: prices & more!')).toBe('deja-vu-prices-more');
  expect(fileName('🎉')).toBe('playbook');
  expect(fileName('x'.repeat(120))).toHaveLength(60);
});
