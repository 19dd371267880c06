import { describe, expect, it } from 'vitest';
import { facts } from './facts.fixture.ts';
import { understand } from './understand.ts';

/** `create_task(assignee, title, priority, deadline)`, without what was not said. */
function read(sentence: string): string {
  const understood = understand(sentence, facts);
  if (understood.kind !== 'command') return understood.kind;
  const { verb, args } = understood.command;
  const told = Object.entries(args).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return `${verb} (${told.join(', ')})`;
}

// The day is set by the facts.
describe('an order about tasks', () => {
  it.each(
    `give Craig the task to write the newsletter => create_task (title: Write the newsletter, assignee: craig)
please give Craig a task: write a post about our sale => create_task (title: Write a post about our sale, assignee: craig)
create a task: call the supplier, high priority => create_task (title: Call the supplier, priority: high)
create an urgent task for Pops to count the vault => create_task (title: Count the vault, assignee: pops, priority: urgent)
assign Money Mike a task to check our margins => create_task (title: Check our margins, assignee: money_mike)
add a task for me to call Sam => create_task (title: Call Sam, assignee: me)
can you create a task called "Restock shelves"? => create_task (title: Restock shelves)
new task: order more jars => create_task (title: Order more jars)
what tasks are open? => list_tasks (status: open)
show me all my open tasks => list_tasks (status: open)
list Craig's tasks => list_tasks (status: open, agent: craig)
which tasks are done? => list_tasks (status: ended)
which tasks are not done yet? => list_tasks (status: open)
what tasks failed => list_tasks (status: escalated)
cancel the task "call the supplier" => cancel_task (what: call the supplier)
cancel the task to count the vault => cancel_task (what: count the vault)
delete that task => cancel_task ()
retry the task Write the newsletter => retry_task (what: Write the newsletter)
cancel all my tasks => cancel_task ()
show my to do list => list_tasks (status: open)
is there a task for me? => list_tasks (status: open)
open a task for Craig: write a post => create_task (title: Write a post, assignee: craig)
give me the open tasks => list_tasks (status: open)
give Maria the task to call Sam => create_task (title: Call Sam, assignee: Maria)
try the task count the vault again => retry_task (what: count the vault)`
      .split('\n')
      .map((line) => line.split(' => ')),
  )('%s', (sentence = '', expected) => {
    expect(read(sentence)).toBe(expected);
  });
});

describe('a deadline', () => {
  it.each(['by Friday', 'for Friday', 'due Friday', 'until next Friday', 'on Friday'])('%s', (when) => {
    expect(read(`create a task: call the supplier ${when}`)).toMatch(
      /^create_task \(title: Call the supplier, deadline: 20\d\d-\d\d-\d\d\)$|^ask$/,
    );
  });

  it('goes with a priority, in any order', () => {
    const [a, b] = [
      read('create a task: call the supplier for Friday, high priority'),
      read('create a high priority task for Craig to call the supplier by Friday'),
    ];
    expect(a).toMatch(/^create_task \(title: Call the supplier, priority: high, deadline: /);
    expect(b).toMatch(/^create_task \(title: Call the supplier, assignee: craig, priority: high, deadline: /);
  });
});

describe('what is more than a task now', () => {
  it.each([
    'create a task for Pops every Monday at 8 to count the vault',
    'when stock is low create a task for Pops to reorder it',
    'if a member cancels, email me and create a task for Maria',
    'create a task for each member who is past due',
    'create a task for Craig when a bad review comes in',
    'add a task "count the till" for Maria every day at 6pm',
    'have Craig write the newsletter every monday at 8',
    'also create a task for Pops to reorder',
    'create a task for Pops to reorder as well',
    'assign the task to Maria',
    'assign this task to Craig',
    'give Craig a task',
    'open a task for Craig',
    'create a task for Craig to call them',
    'show the tasks of the low stock alert',
  ])('%s', (sentence) => {
    expect(read(sentence)).not.toMatch(/_task/);
  });

  it('is asked where it is not said what is to be done', () => {
    const asked = understand('create a task for Craig', facts);
    expect(asked).toMatchObject({ kind: 'ask', question: 'What is to be done?' });
    if (asked.kind !== 'ask') return;
    expect(understand('write the newsletter', facts, asked.open)).toMatchObject({
      command: { verb: 'create_task', args: { title: 'Write the newsletter', assignee: 'craig' } },
    });
    expect(understand('never mind', facts, asked.open).kind).toBe('unknown');
  });
});
