import { describe, expect, it } from 'vitest';
import { type Beginnings, firstSteps } from './steps.ts';

const nothing: Beginnings = { hasPlaybook: false, hasData: false, hasConnection: false, hasCompany: null };
const done = (more: Partial<Beginnings>) =>
  firstSteps({ ...nothing, ...more }).flatMap(({ id, isDone }) => (isDone ? [id] : []));

describe('the first steps', () => {
  it('are ticked by what is there', () => {
    expect(firstSteps(nothing).map(({ id }) => id)).toEqual(['playbook', 'data', 'connect', 'invite']);
    expect(done({})).toEqual([]);
    expect(done({ hasPlaybook: true, hasCompany: true })).toEqual(['playbook', 'invite']);
    expect(done({ hasData: true, hasConnection: true, hasCompany: false })).toEqual(['data', 'connect']);
  });

  it('are over once there is a playbook and something for it to work with', () => {
    expect(firstSteps({ ...nothing, hasPlaybook: true, hasData: true })).toEqual([]);
  });
});
