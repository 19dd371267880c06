import { describe, expect, it } from 'vitest';
import { createConsentKit } from '../../../test/kit/consent-kit.ts';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { JsonObject } from '../../model/json.ts';
import { queries } from '../../model/query.ts';
import { receiveCallback } from '../engine/receive-callback.ts';
import { startExecution } from '../engine/start-execution.ts';
import { dispatchEvent } from '../triggering/dispatch-event.ts';
import { isTrusted } from './taint.ts';

const eve = 'eve@rival.example';
const page: JsonObject = { id: 'page', action: 'fetch', params: { url: 'https://rival.example/contact', email: eve } };
const mail = (to: string, more: JsonObject = {}): JsonObject => ({
  id: 'mail',
  action: 'mail',
  params: { to, text: 'Hello' },
  ...more,
});
const give = (id: string, params: JsonObject, more: JsonObject = {}): JsonObject => ({
  id,
  action: 'give',
  params,
  ...more,
});

describe('an act whose recipient strangers may have named', () => {
  it.each<[string, JsonObject[]]>([
    ['directly', [page, mail('{{steps.page.email}}')]],
    ['among others', [page, mail('{{steps.page.email}},owner@thrive.example')]],
    [
      'by way of other steps',
      [page, give('a', { x: '{{steps.page.email}}' }), give('b', { y: '{{steps.a.x}}' }), mail('{{steps.b.y}}')],
    ],
    ['under the name of an agent', [{ ...page, agent: 'ezal' }, mail('{{ezal.email}}')]],
    ['from any of the steps', [page, give('pick', { all: '{{steps}}' }), mail('{{steps.pick.all.page.email}}')]],
    [
      'as an item of a list',
      [
        { ...page, params: { list: [eve] } },
        { id: 'each', action: 'for_each', params: { items: '{{steps.page.list}}' }, steps: [mail('{{item}}')] },
      ],
    ],
    [
      'as what a loop gave',
      [
        { id: 'each', action: 'for_each', params: { items: [1] }, steps: [page] },
        mail('{{steps.each.results[0].email}}'),
      ],
    ],
    [
      'inside a branch',
      [
        page,
        {
          id: 'choice',
          action: 'branch',
          branches: [{ id: 'yes', steps: [give('inner', { to: '{{steps.page.email}}' })] }],
        },
        mail('{{steps.inner.to}}'),
      ],
    ],
    [
      'after a failure',
      [
        {
          id: 'f',
          action: 'mail',
          params: { to: '{{1/0}}' },
          onError: 'branch',
          errorSteps: [mail(`{{error.code == "x" ? "a@b.example" : "${eve}"}}`)],
        },
      ],
    ],
    [
      'long after a failure',
      [
        {
          id: 'f',
          action: 'mail',
          params: { to: '{{1/0}}' },
          onError: 'branch',
          errorSteps: [give('said', { by: '{{error.message}}' })],
        },
        mail('{{steps.said.by == "x" ? "a@b.example" : "b@b.example"}}'),
      ],
    ],
  ])('needs a yes: %s', async (_, steps) => {
    const kit = await createConsentKit();
    const id = await kit.go(steps);
    const { data } = await kit.open();
    expect(data).toMatchObject({ kind: 'act', isTainted: true, reasons: [expect.stringMatching(/^'to' comes from /)] });
    expect(kit.sent).toEqual([]);
    expect((await kit.execution(id)).status).toBe('waiting');
  });

  it('is told where that came in', async () => {
    const kit = await createConsentKit();
    const id = await kit.go([page, mail('{{steps.page.email}}')]);
    expect((await kit.open()).data.reasons).toEqual([
      "'to' comes from https://rival.example and is not on the list of what you trust",
    ]);
    expect((await kit.execution(id)).taint).toEqual(['page']);
  });

  it.each<[string, JsonObject[], object]>([
    ['it is of the team', [{ ...page, params: { email: 'Owner@Thrive.example' } }, mail('{{steps.page.email}}')], {}],
    ['its address is trusted', [page, mail('{{steps.page.email}}')], { recipients: [eve], hosts: [] }],
    ['its domain is trusted', [page, mail('{{steps.page.email}}')], { recipients: ['rival.example'], hosts: [] }],
    [
      'only the text is theirs',
      [page, { id: 'mail', action: 'mail', params: { to: 'ada@example.com', text: '{{steps.page}}' } }],
      {},
    ],
    ['nothing of theirs is read', [page, give('own', { to: 'ada@example.com' }), mail('{{steps.own.to}}')], {}],
  ])('simply happens where %s', async (_, steps, trusted) => {
    const kit = await createConsentKit();
    await kit.tenant({ trusted: { recipients: [], hosts: [], ...trusted } });
    const id = await kit.go(steps);
    expect((await kit.execution(id)).status).toBe('completed');
    expect(kit.sent).toHaveLength(1);
  });

  it('needs a yes after a crash and a wait, too', async () => {
    const kit = await createConsentKit();
    const pause = { id: 'pause', action: 'wait', params: { for: '2 h' } };
    const id = await kit.go([page, pause, mail('{{steps.page.email}}')]);
    await kit.clock.advance(2 * 3_600_000);
    kit.deaths.add('asked');
    await expect(kit.drain()).rejects.toThrow('asked');
    await kit.clock.advance(120_000);
    kit.queued.push({ handler: 'advance', data: { orgId, executionId: id }, name: 'again', at: null });
    await kit.drain();
    expect((await kit.approvals()).map(({ data }) => data.isTainted)).toEqual([true]);
    expect(kit.sent).toEqual([]);
  });
});

describe('what strangers wrote', () => {
  const listener = async (kit: Awaited<ReturnType<typeof createConsentKit>>, isTainted: boolean) => {
    const playbookId = await kit.playbook([mail('{{event.email}}')], {
      triggers: [{ type: 'event', id: 'event', eventName: 'custom.form_sent' }],
    });
    const armedAt = new Date('2026-11-01T00:00:00Z');
    const armed = { playbookId, triggerId: 'event', eventName: 'custom.form_sent', filter: null, armedAt };
    const now = kit.clock.now();
    const event = {
      eventName: 'custom.form_sent',
      source: 's',
      subject: 's',
      time: now,
      dataJson: JSON.stringify({ email: eve }),
      depth: 0,
      causedBy: null,
      isTainted,
      cursor: null,
      started: 0,
      dueAt: now,
      expireAt: now,
    };
    await kit.store.commit([
      { op: 'set', path: paths.listener(playbookId, 'event').path, data: armed },
      { op: 'set', path: paths.event('e1').path, data: event },
    ]);
    await dispatchEvent(kit.engine, orgId, 'e1');
    await kit.drain();
  };

  it('comes in with an event', async () => {
    const kit = await createConsentKit();
    await listener(kit, true);
    expect((await kit.open()).data.reasons).toEqual([expect.stringContaining('the event that started it')]);
  });

  it('does not come in with an event of our own', async () => {
    const kit = await createConsentKit();
    await listener(kit, false);
    expect(kit.sent).toMatchObject([{ to: [eve] }]);
  });

  it('goes on into a playbook that is called, and comes back with what it gives', async () => {
    const kit = await createConsentKit();
    const inner = [give('got', { to: '{{inputs.to}}' })];
    const inputs = [{ name: 'to', type: 'text', required: true, label: 'To' }];
    const callee = await kit.playbook(inner, { inputs });
    const call = {
      id: 'call',
      action: 'run_playbook',
      params: { playbookId: callee, inputs: { to: '{{steps.page.email}}' } },
    };
    const id = await kit.go([page, call, mail('{{steps.call.outputs.got.to}}')]);
    await kit.drain();
    expect((await kit.approvals()).map(({ data }) => data.executionId)).toEqual([id]);
    expect(kit.sent).toEqual([]);
  });

  it('comes in with an answer from outside', async () => {
    const kit = await createConsentKit();
    const id = await kit.go([
      { id: 'answer', action: 'wait', params: { callback: true } },
      mail('{{steps.answer.body.to}}'),
    ]);
    const [hook] = await kit.store.query(queries.hookOf(id));
    await receiveCallback(kit.engine, hook?.id ?? '', 'answer', { to: eve });
    await kit.drain();
    expect((await kit.open()).data.isTainted).toBe(true);
  });

  it('stays in a replay', async () => {
    const kit = await createConsentKit();
    const playbookId = await kit.playbook([mail('{{event.email}}')], {
      triggers: [{ type: 'event', id: 'event', eventName: 'custom.form_sent' }],
    });
    const request = kit.request(playbookId, { event: { email: eve }, taint: ['event'] });
    const { executionId } = await startExecution(kit.engine, request, false);
    expect((await kit.execution(executionId)).taint).toEqual(['event']);
  });
});

describe('what is trusted', () => {
  const own = new Set(['olive@thrive.example']);
  const trusted = { recipients: ['ada@example.com', 'partner.example'], hosts: ['api.partner.example'] };
  it.each<[JsonObject[string], boolean]>([
    ['Olive@Thrive.Example', true],
    ['ada@example.com', true],
    ['bob@example.com', false],
    ['anyone@partner.example', true],
    ['anyone@evil-partner.example', false],
    ['anyone@sub.partner.example', false],
    ['ada@example.com, eve@rival.example', false],
    [['ada@example.com', 'olive@thrive.example'], true],
    [['ada@example.com', { to: 'x' }], false],
    ['https://api.partner.example/x?y', true],
    ['https://api.partner.example.rival.example/', false],
    ['https://user@api.partner.example:8443/', true],
    ['https://rival.example/@api.partner.example', false],
    ['a_document_id', false],
    ['', false],
    [null, true],
    [7, false],
  ])('%o: %s', (value, wanted) => {
    expect(isTrusted(value, trusted, own)).toBe(wanted);
  });
});
