import { describe, expect, it } from 'vitest';
import { findPlaybook } from './find-playbook.ts';

const playbooks = ['Competitor Price Alert', 'Competitor Report', 'Low Stock Alert'].map((name, index) => ({
  id: `p${index}`,
  name,
}));

describe('which playbook is meant', () => {
  it.each([
    ['price alert', 'Competitor Price Alert'],
    ['competitor prices', 'Competitor Price Alert'],
    ['low stock alert', 'Low Stock Alert'],
    ['inventory alerts', 'Low Stock Alert'],
    ['competetor report', 'Competitor Report'],
    ['p1', 'Competitor Report'],
  ])('%s', (target, name) => {
    expect(findPlaybook(target, playbooks)).toMatchObject({ kind: 'one', playbook: { name } });
  });

  it('is asked where several fit', () => {
    expect(findPlaybook('alert', playbooks)).toMatchObject({
      kind: 'several',
      candidates: [{ id: 'p0' }, { id: 'p2' }],
    });
    expect(findPlaybook('competitor scan', playbooks)).toMatchObject({
      kind: 'several',
      candidates: [{ id: 'p0' }, { id: 'p1' }],
    });
    expect(findPlaybook(null, playbooks)).toMatchObject({ kind: 'several' });
  });

  it.each(['competitor price alert until Monday', 'competitor price alert as test', 'low stock alert except weekends'])(
    'is asked where a word is left over: %s',
    (target) => {
      expect(findPlaybook(target, playbooks)).toMatchObject({ kind: 'none', candidates: [{}] });
    },
  );

  it('is clear where there is only one, and told where there is none', () => {
    expect(findPlaybook(null, playbooks.slice(0, 1))).toMatchObject({ kind: 'one' });
    expect(findPlaybook('newsletter', playbooks)).toMatchObject({ kind: 'none' });
    expect(findPlaybook('newsletter alert for gold members', playbooks)).toMatchObject({ kind: 'none' });
  });
});
