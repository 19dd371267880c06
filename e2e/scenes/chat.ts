import { describe, expect, it, vi } from 'vitest';
import { DEMO_ORG_ID, DEMO_USER } from '../../local/src/seed/demo-shop.ts';
import { breaches, overflows, patience, say, type Visitor } from '../stage.ts';
import { stage } from '../the-stage.ts';

const PRICES =
  "I want to track our top 3 competitors' prices every morning and get an email if they undercut us by more than 10%";

const inTenant = (path: string) => `tenants/${DEMO_ORG_ID}/${path}`;
const card = ({ page }: Visitor, name: string | RegExp) => page.getByRole('article', { name }).last();
const playbooks = async () => (await stage.database.collection(inTenant('playbooks')).get()).docs;
const statusOf = async (name: string) => (await playbooks()).find((one) => one.get('name') === name)?.get('status');
const isNow = (name: string, status: string) =>
  vi.waitFor(async () => expect(await statusOf(name)).toBe(status), patience);

describe('a wish', () => {
  it('becomes a card that runs nothing until Activate is pressed, and then says that it is armed', async () => {
    const owner = await stage.arrive();
    await say(owner, PRICES);
    const proposed = card(owner, 'Competitor Price Alert');
    await proposed.getByText('Nothing runs until you activate it.').waitFor();
    await proposed.getByText('demo@thrive.example').first().waitFor();
    await isNow('Competitor Price Alert', 'draft');
    expect(await breaches(owner)).toEqual([]);
    const begun = performance.now();
    await proposed.getByRole('button', { name: 'Activate', exact: true }).click();
    await proposed.getByText(/^Next: \w+, \w+ \d+, 9:00 AM, (in|tomorrow)/).waitFor();
    process.stdout.write(`Armed ${Math.round(performance.now() - begun)} ms after Activate, on a fresh stack\n`);
    await isNow('Competitor Price Alert', 'active');
    expect(await breaches(owner)).toEqual([]);

    await say(owner, 'make it 8am instead');
    const changed = card(owner, 'Competitor Price Alert');
    await changed.getByText('What changes').waitFor();
    await changed.getByText(/^Next: \w+, \w+ \d+, 8:00 AM, (in|tomorrow)/).waitFor();
    await owner.page.getByText('Competitor Price Alert as it was before').waitFor();
    expect(await owner.page.getByRole('button', { name: /^(Activate|Pause)$/ }).count()).toBe(1);

    await changed.getByRole('button', { name: 'Undo' }).click();
    await owner.page.getByText('Undo', { exact: false }).last().waitFor();
    await card(owner, 'Competitor Price Alert')
      .getByText(/^Next: \w+, \w+ \d+, 9:00 AM, (in|tomorrow)/)
      .waitFor();

    await say(owner, 'pause the competitor price alert');
    await isNow('Competitor Price Alert', 'paused');
    await say(owner, 'resume it');
    await isNow('Competitor Price Alert', 'active');

    await owner.page.getByRole('button', { name: 'New' }).click();
    await say(owner, PRICES);
    await card(owner, 'Competitor Price Alert 2').waitFor();
    expect(owner.complaints).toEqual([]);
  });
});

describe('a sentence', () => {
  it('is asked about where it can be read in two ways, and a choice is an answer', async () => {
    const owner = await stage.arrive();
    await say(owner, 'Email me every morning if a competitor is cheaper than us by 10');
    const choices = owner.page.getByRole('group', { name: 'Answers to choose from' });
    await choices.getByRole('button').first().waitFor();
    expect(await breaches(owner)).toEqual([]);
    await choices.getByRole('button', { name: /%|percent/ }).click();
    const proposed = owner.page.getByRole('article').last();
    await proposed.getByRole('button', { name: 'Activate', exact: true }).waitFor();
    await choices.waitFor({ state: 'detached' });

    const before = (await playbooks()).length;
    await proposed.getByRole('button', { name: 'Undo' }).click();
    await proposed.getByText('Taken back: this playbook is not kept.').waitFor();
    expect(await playbooks()).toHaveLength(before - 1);
    expect(owner.complaints).toEqual([]);
  });

  it('is said, activated and changed with the keyboard alone', async () => {
    const { page, complaints } = await stage.arrive();
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.focus();
    await page.keyboard.type('Email me when stock runs low');
    await page.keyboard.press('Enter');
    const activate = page.getByRole('button', { name: 'Activate', exact: true });
    await activate.waitFor();
    const focused = page.locator(':focus').filter({ hasText: /^Activate$/ });
    for (let tabs = 0; tabs < 12 && (await focused.count()) === 0; tabs += 1) await page.keyboard.press('Shift+Tab');
    await focused.press('Enter');
    await page.getByText('It waits for its event.').waitFor();
    const edit = page.getByRole('button', { name: 'Edit' });
    await edit.press('Enter');
    expect(await box.inputValue()).toBe('Change it: ');
    await box.fill('');
    await page.keyboard.press('ArrowUp');
    expect(await box.inputValue()).toBe('Email me when stock runs low');
    expect(complaints).toEqual([]);
  });

  it('fits a phone in the dark', async () => {
    const owner = await stage.arrive('/', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await say(owner, 'Send me a competitor report every Monday at 8am');
    await owner.page.getByRole('button', { name: 'Activate', exact: true }).waitFor();
    expect(await overflows(owner)).toBe(false);
    expect(await breaches(owner)).toEqual([]);
    expect(owner.complaints).toEqual([]);
  });
});

describe('a suggestion', () => {
  it('of the app is understood by it', async () => {
    const owner = await stage.arrive();
    const chips = () => owner.page.locator('main button', { hasText: /\w+ \w+ \w+ \w+/ });
    await chips().first().waitFor();
    const texts = await chips().allInnerTexts();
    expect(texts.length).toBeGreaterThanOrEqual(3);
    for (const text of texts) {
      await say(owner, text);
      await owner.page.getByRole('button', { name: 'New' }).waitFor();
      await vi.waitFor(async () => expect(await lastAnswer(owner)).toMatchObject({ status: 'done' }), patience);
      const { parts } = await lastAnswer(owner);
      const shown = parts.filter(({ type }) => type === 'card' || type === 'table' || type === 'tool');
      expect(shown.length, `${text}: ${JSON.stringify(parts)}`).toBeGreaterThan(0);
      await owner.page.getByRole('button', { name: 'New' }).click();
    }
  });
});

interface Answer {
  readonly status: string;
  readonly parts: readonly { readonly type: string }[];
}

/** What is stored of the newest answer in the conversation on the page. */
async function lastAnswer({ page }: Visitor): Promise<Answer> {
  const id = new URL(page.url()).searchParams.get('c') ?? 'none';
  const messages = stage.database.collection(inTenant(`conversations/${id}/messages`));
  const [last] = (await messages.orderBy('createdAt', 'desc').limit(1).get()).docs;
  return { status: last?.get('status') ?? 'none', parts: last?.get('parts') ?? [] };
}

describe('a conversation that is not there any more', () => {
  it('says so, and what is said there begins a new one', async () => {
    const owner = await stage.arrive('/?c=not-there');
    const { page } = owner;
    await page.getByText('This conversation is not there any more').waitFor();
    await say(owner, 'how many products do we have?');
    await page.getByRole('log').getByText('Products: 6.').first().waitFor();
    expect(new URL(page.url()).searchParams.get('c')).not.toBe('not-there');
  });
});

describe('a connection that breaks', () => {
  it('costs nothing: the same message is asked for again, and acted on once', async () => {
    const owner = await stage.arrive();
    let cuts = 0;
    const sent: string[] = [];
    await owner.page.route('**/api/chat', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      sent.push(route.request().postDataJSON().messageId);
      const response = await route.fetch();
      const body = await response.text();
      cuts += 1;
      return route.fulfill({ response, body: cuts === 1 ? body.slice(0, body.indexOf('data-card') - 40) : body });
    });
    const before = (await playbooks()).length;
    await say(owner, 'Email me when an invoice is 7 days late');
    await owner.page.getByRole('button', { name: 'Activate', exact: true }).waitFor();
    await vi.waitFor(() => expect(sent).toHaveLength(2), patience);
    expect(new Set(sent).size).toBe(1);
    await owner.page.getByText('The connection was lost.').waitFor({ state: 'detached' });
    expect(await playbooks()).toHaveLength(before + 1);
    expect(await owner.page.getByRole('article').count()).toBe(1);
    expect(owner.complaints).toEqual([]);
  });
});

describe('an answer that is still being given', () => {
  it('is shown by a reload, and so is its end', async () => {
    const conversation = stage.database.doc(inTenant('conversations/half-way'));
    const messages = conversation.collection('messages');
    const [createdAt, later] = [new Date(Date.now() - 2_000), new Date(Date.now() - 1_000)];
    const told = { agent: 'pops', entriesJson: null };
    const turn = { messageId: 'message-1', token: 't', until: new Date(Date.now() + 120_000) };
    await conversation.set({
      uid: DEMO_USER.uid,
      title: 'Half-way',
      agent: 'pops',
      isTainted: false,
      summary: '',
      playbookId: null,
      turn,
      createdAt,
      updatedAt: createdAt,
    });
    const text = (words: string) => ({ type: 'text', text: words });
    await messages.doc('message-1').set({ ...told, role: 'user', status: 'done', parts: [text('Sales?')], createdAt });
    const answer = messages.doc('message-1.answer');
    const tool = { type: 'tool', callId: 'a', tool: 'query_data', status: 'running', words: 'Looking into the orders' };
    await answer.set({ ...told, role: 'assistant', status: 'answering', parts: [tool], createdAt: later });
    const owner = await stage.arrive('/?c=half-way');
    const { page } = owner;
    await page.getByText('Looking into the orders').waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('And yesterday?');
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);

    await conversation.update({ turn: { ...turn, until: new Date(Date.now() - 1_000) } });
    const log = page.getByRole('log').locator('p');
    await log.getByText('This was interrupted on our side.').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).isEnabled();

    await answer.update({ status: 'done', parts: [{ ...tool, status: 'done' }, text('They are **up**.')] });
    await conversation.update({ turn: null });
    await page.getByText('They are up.').first().waitFor();
    await log.getByText('This was interrupted on our side.').waitFor({ state: 'detached' });
    expect(owner.complaints).toEqual([]);
  });
});

describe('Esc', () => {
  it('stops an answer, here and on the server, and what is said next is answered', async () => {
    const owner = await stage.arrive();
    const { page } = owner;
    await page.route('**/api/chat', () => {});
    await say(owner, 'how many products do we have?');
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    const stopping = page.waitForRequest('**/api/chat/stop');
    await page.keyboard.press('Escape');
    const stopped = await (await stopping).response();
    expect(stopped?.status()).toBe(204);
    await page.getByText('Stopped.', { exact: true }).waitFor();
    await page.unroute('**/api/chat');
    await say(owner, 'how many products do we have?');
    await page.getByRole('log').getByText('Products: 6.').first().waitFor();
    expect(owner.complaints).toEqual([]);
  });
});

describe('a long conversation', () => {
  it('opens at its end, and shows what came before when asked', async () => {
    const conversation = stage.database.doc(inTenant('conversations/long-talk'));
    const at = (index: number) => new Date(Date.UTC(2026, 0, 1) + index * 1_000);
    const batch = stage.database.batch();
    batch.set(conversation, { uid: DEMO_USER.uid, title: 'Long', createdAt: at(0), updatedAt: at(0) });
    for (let index = 0; index < 200; index += 1) {
      const role = index % 2 === 0 ? 'user' : 'assistant';
      const parts = [{ type: 'text', text: `Line ${index} of a long talk` }];
      const id = String(index).padStart(8, '0');
      batch.set(conversation.collection('messages').doc(id), { role, agent: null, parts, createdAt: at(index) });
    }
    await batch.commit();
    const owner = await stage.arrive('/?c=long-talk');
    const { page } = owner;
    await page.getByText('Line 199 of a long talk').first().waitFor();
    expect(await page.getByText('Line 199 of a long talk').first().isVisible()).toBe(true);
    expect(await page.getByText('Line 0 of a long talk').count()).toBe(0);
    const earlier = page.getByRole('button', { name: 'Show earlier messages' });
    for (let more = 0; more < 3 && (await earlier.count()) > 0; more += 1) {
      await earlier.click();
      await page
        .getByText(`Line ${more === 0 ? 100 : 0} of a long talk`)
        .first()
        .waitFor({ state: 'attached' });
    }
    await page.getByText('Line 0 of a long talk').first().waitFor({ state: 'attached' });
    expect(owner.complaints).toEqual([]);
  });
});
