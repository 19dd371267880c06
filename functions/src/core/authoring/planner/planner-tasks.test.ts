import { beforeEach, describe, expect, it } from 'vitest';
import { orgId } from '../../../../test/kit/engine-kit.ts';
import { createTalkKit, type TalkKit, type Told, talkWith } from '../../../../test/kit/talk-kit.ts';
import { queries } from '../../../model/query.ts';

let kit: TalkKit;
beforeEach(async () => {
  kit = await createTalkKit();
});

const talk = (...messages: readonly string[]) => talkWith(kit, ...messages);

const tasks = async () =>
  (await kit.store.query(queries.tasks(orgId, { limit: 20 }))).flatMap(({ data }) => (data === null ? [] : [data]));
const typesOf = ({ parts }: Told) => parts.map(({ type }) => type);
const choicesOf = ({ parts }: Told) => parts.flatMap((part) => (part.type === 'choices' ? part.choices : []));

describe('tasks in a conversation', () => {
  it('are given to an agent, and shown; he is not said to do more than he can', async () => {
    const told = await talk('Give Craig the task to write the newsletter, high priority');
    expect(told.text).toMatch(/^“Write the newsletter” is put on record for Craig: .* without a language model/);
    expect(typesOf(told)).toContain('task');
    expect(await tasks()).toMatchObject([{ assignedAgent: 'craig', priority: 'high', status: 'in_progress' }]);
    const services = { ...kit.engine.services, setting: () => 'model-1', secret: async () => 'key' };
    Object.assign(kit.engine, { services });
    expect((await talk('Give Pops the task to count the vault')).text).toBe('Pops is on it: “Count the vault”.');
  });

  it('are asked about before they are made', async () => {
    expect((await talk('Create a task for me')).text).toBe('What is to be done?');
    expect(await tasks()).toEqual([]);
    const told = await talk('call the supplier by Friday');
    expect(told.text).toBe('“Call the supplier” is on the list, for Olive, by Fri, Nov 27, 2026.');
  });

  it('are not made for who is not there', async () => {
    expect((await talk('Create a task for Jack: call the supplier')).text).toMatch(/Jack is neither an agent/);
    expect(await tasks()).toEqual([]);
  });

  it('are told, called off and tried again by what they are called', async () => {
    await talk('Create a task: call the supplier', 'Create a task: call the plumber', 'Create a task: count the vault');
    expect((await talk('What tasks are open?')).text).toBe('3 tasks are open.');
    const which = await talk('Cancel the task to call');
    expect(which.text).toBe('More than one fits. Which one do you mean?');
    expect(choicesOf(which).toSorted()).toEqual([
      'Cancel the task “Call the plumber”',
      'Cancel the task “Call the supplier”',
    ]);
    expect((await talk('Cancel the task “Call the supplier”')).text).toBe('“Call the supplier” is called off.');
    expect((await talk('undo')).text).toMatch(/say “retry the task Call the supplier”/);
    expect((await talk('Retry the task Call the supplier')).text).toBe('“Call the supplier” is tried again.');
    expect((await tasks()).map(({ status }) => status)).toEqual(['new', 'new', 'new']);
  });

  it('are no answer where there is none', async () => {
    expect((await talk('Cancel the task')).text).toBe('No task is open.');
    expect((await talk('What tasks are done?')).text).toBe('No task is over.');
  });
});
