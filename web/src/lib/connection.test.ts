import { describe, expect, it } from 'vitest';
import { readSigns, type Signs } from './connection.ts';

const live: Signs = { hasNetwork: true, isLive: true, wasLive: true, isLong: false, failure: null };
const stateOf = (signs: Partial<Signs>) => readSigns({ ...live, ...signs }).state;

describe('the state of the connection', () => {
  it('is told from what is known', () => {
    expect(stateOf({})).toBe('online');
    expect(stateOf({ isLive: null, wasLive: false })).toBe('connecting');
    // What was kept on the device comes first, and is not yet a broken connection.
    expect(stateOf({ isLive: false, wasLive: false })).toBe('connecting');
    expect(stateOf({ isLive: false })).toBe('reconnecting');
    expect(stateOf({ isLive: false, isLong: true })).toBe('error');
    expect(stateOf({ failure: 'permission-denied', isLive: false })).toBe('error');
  });

  it('is offline whatever else is known where there is no network', () => {
    expect(stateOf({ hasNetwork: false, isLong: true, failure: 'unavailable' })).toBe('offline');
  });

  it('says what to do about an error, and nothing else', () => {
    expect(readSigns({ ...live, isLive: false, failure: 'permission-denied' }).problem).toContain('ask an owner');
    expect(readSigns({ ...live, isLive: false, isLong: true }).problem).toContain('Check your connection');
    expect(readSigns({ ...live, isLive: false }).problem).toBeNull();
  });
});
