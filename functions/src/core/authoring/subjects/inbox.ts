import { texts } from './gauge.ts';
import { usualLook } from './look-at.ts';
import { sinceLastLook } from './since.ts';
import type { Subject } from './subject.ts';

export const inbox: Subject = {
  id: 'inbox',
  agent: 'pops',
  category: 'operations',
  events: [],
  look: {
    ...usualLook,
    name: 'Inbox Watch',
    // By time and not by what is unread: others read the same mailbox.
    steps: (contract) => [
      { action: 'read_inbox', params: { unseenOnly: false, since: `{{${sinceLastLook(contract)}}}`, limit: 50 } },
    ],
    list: () => 'steps.read_inbox.mails',
    item: 'mail',
    named: ['from', 'fromName'],
    example: {
      id: '1',
      messageId: null,
      from: 'ada@example.com',
      fromName: 'Ada',
      replyTo: 'ada@example.com',
      to: [],
      subject: 'Hello',
      date: '2026-01-15T11:00:00.000Z',
      text: 'Nothing in particular.',
      isCut: false,
      attachments: [],
      inReplyTo: null,
      isAutomatic: false,
      isSeen: false,
    },
    measures: { says: texts('text', 'subject') },
    title: 'In your mailbox',
    line: (it) => `${it}.from + ": " + ${it}.subject`,
    words: () => 'read what is new in the mailbox',
    one: 'a mail',
    outputs: (mails) => ({ read_inbox: { mails: [...mails], count: mails.length } }),
  },
};
