import { describe, expect, it } from 'vitest';
import { enteredOf, readEntered } from './share-entries.ts';

const playbook = { name: 'Review reply', description: 'Answers reviews in your own tone.', category: 'customers' };
const fresh = enteredOf(playbook, null, 'Thrive');

describe('the form of an item', () => {
  it('begins with what the playbook says, shown as the business', () => {
    expect(fresh).toEqual({ ...playbook, publisher: 'Thrive', isPremium: false, price: '', changes: '' });
    expect(readEntered(fresh, false)).toEqual({ said: { ...playbook, publisher: 'Thrive', price: null, changes: '' } });
  });

  it('takes a price where it costs money', () => {
    expect(readEntered({ ...fresh, isPremium: true, price: '9.50' }, false)).toMatchObject({
      said: { price: { amount: 950, currency: 'USD' } },
    });
    expect(readEntered({ ...fresh, price: '9.50' }, false)).toMatchObject({ said: { price: null } });
  });

  it.each([
    [{ description: 'Short' }, false, 'description'],
    [{ name: ' ' }, false, 'name'],
    [{ publisher: 'T' }, false, 'publisher'],
    [{ isPremium: true, price: 'nine' }, false, 'price'],
    [{ isPremium: true, price: '0.50' }, false, 'price'],
    [{}, true, 'changes'],
  ])('says what is wrong: %j', (part, isNewVersion, field) => {
    const read = readEntered({ ...fresh, ...part }, isNewVersion);
    expect('errors' in read && Object.keys(read.errors)).toEqual([field]);
  });
});
