import type { Notification } from '@model/notification.ts';
import { describe, expect, it } from 'vitest';
import { toastsOf } from './news.ts';

function notice(id: string, given: Partial<Notification> = {}) {
  const at = new Date('2026-11-21T09:00:00Z');
  const data: Notification = {
    ...{ uid: 'ada', type: 'info', title: `Title ${id}`, message: 'Six are left', link: null, executionId: null },
    ...{ createdAt: at, readAt: null, expireAt: at },
    ...given,
  };
  return { id, data };
}

describe('the toasts of new notifications', () => {
  it('are one each while they are few, with the way to what they are about', () => {
    const toasts = toastsOf([
      notice('a', { executionId: 'x1' }),
      notice('b', { link: '/playbooks/p', executionId: 'x2' }),
    ]);
    expect(toasts.map(({ id, href }) => [id, href])).toEqual([
      ['a', '/executions/x1'],
      ['b', '/playbooks/p'],
    ]);
  });

  it('lead to the coach where it has something to say', () => {
    const toasts = toastsOf([
      notice('a', { type: 'coach_alert', executionId: 'x1' }),
      notice('b', { type: 'coach_alert', link: '/tasks' }),
    ]);
    expect(toasts.map(({ href }) => href)).toEqual(['/coach', '/tasks']);
  });

  it('are one for all when there are many, which names the worst', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((id) => notice(id, { type: id === 'd' ? 'error' : 'info' }));
    expect(toastsOf(many)).toEqual([
      { id: null, title: '5 new notifications', message: 'Title d, and 4 more', type: 'error', href: null },
    ]);
  });

  it('name what the coach says before a warning, and an error before that', () => {
    const many = (...types: Notification['type'][]) =>
      toastsOf(types.map((type, index) => notice(String(index), { type })))[0]?.type;
    expect(many('info', 'warning', 'coach_alert', 'success')).toBe('coach_alert');
    expect(many('warning', 'coach_alert', 'error', 'info')).toBe('error');
    expect(many('success', 'success', 'success', 'info')).toBe('success');
  });

  it('are short, and on one line', () => {
    const [toast] = toastsOf([notice('a', { message: `one\n\ntwo ${'x'.repeat(400)}` })]);
    expect(toast?.message).toMatch(/^one two x+…$/);
    expect(toast?.message).toHaveLength(160);
  });
});
