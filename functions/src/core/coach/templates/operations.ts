import { look, openTasks, reviewed } from './question.ts';
import { defineAdvice, task } from './template.ts';

/** Work that waits, and people who wait for it. */
export const operationsAdvice = [
  defineAdvice({
    id: 'overdue-tasks',
    category: 'operations',
    topic: 'work',
    needs: ['overdueTasks', 'openTasks'],
    works: {
      late: {
        label: 'Overdue, of open tasks',
        unit: 'share',
        of: ({ overdueTasks, openTasks }) => overdueTasks / openTasks,
      },
    },
    scale: { by: 'late', mild: 0.2, grave: 0.8, priority: [45, 85] },
    provided: ({ overdueTasks }) => overdueTasks >= 2,
    title: '{overdueTasks} tasks are overdue',
    text: 'Of {openTasks} open tasks {overdueTasks} are past their deadline: {late}. A short round with everybody at the table settles most of them: do it, hand it on, give it a new date, or drop it.',
    outcome: 'overdueTasks',
    tasks: [
      task('Go through the overdue tasks together', 'high', 2),
      task('Drop or move whatever does not matter any more', 'normal', 3),
    ],
    questions: [
      openTasks('Who has most of them?', 'These tasks are open, the most urgent first, each with who has it.'),
      openTasks('Which are most urgent?', 'The open tasks, the most urgent first.'),
      {
        ask: 'Which can be dropped?',
        answer:
          'Those that nobody has asked about since they became late, and those whose reason is gone. Ask of each what happens if it is never done. If the answer is nothing, cancel it: a list of {openTasks} hides the ones that matter.',
      },
    ],
    playbook: { template: 'team-reminder', answers: () => ({ what: 'Go through the overdue tasks' }) },
  }),
  defineAdvice({
    id: 'task-pile',
    category: 'operations',
    topic: 'work',
    needs: ['openTasks'],
    scale: { by: 'openTasks', mild: 25, grave: 150, priority: [30, 65] },
    title: '{openTasks} tasks are open',
    text: 'There are {openTasks} open tasks on your list. A list that long hides what matters. Name what has to happen this week, and let a playbook do what comes back every week.',
    outcome: 'openTasks',
    tasks: [task('Mark what has to happen this week', 'normal', 2), task('Hand on or drop the rest', 'normal', 5)],
    questions: [
      {
        ask: 'Which tasks come back every week?',
        answer:
          'Look for titles that you have written before: orders, reports, reminders, checks. Tell me one of them with its day, such as “remind me every Monday to check the stock”, and a playbook does it from then on.',
      },
      {
        ask: 'What can an agent do?',
        answer:
          'Look things up, watch prices and stock, write drafts of mails and posts, sum up figures, and remind people. Give a task to one of the agents under Tasks, or say here what should be done. What reaches people outside waits for your yes if you want it to.',
      },
      openTasks(
        'Which are oldest?',
        'The open tasks, the most urgent first; of those that are as urgent as each other, the oldest.',
      ),
    ],
    playbook: { template: 'morning-briefing' },
  }),
  defineAdvice({
    id: 'late-work',
    category: 'operations',
    topic: 'work',
    needs: ['efficiency'],
    works: { late: { label: 'Not done in time', unit: 'share', of: ({ efficiency }) => 1 - efficiency } },
    scale: { by: 'efficiency', mild: 0.85, grave: 0.4, priority: [45, 85] },
    title: 'Only {efficiency} is done in time',
    text: '{efficiency} of tasks and orders were done in time, so {late} kept somebody waiting. Usually it is one station where work piles up: find it, and help there first.',
    outcome: 'efficiency',
    tasks: [
      task('Find where work waits longest', 'high', 4),
      task('Give that station more hands or less work', 'normal', 14),
      task('Promise dates that you can keep', 'normal', 7),
    ],
    questions: [
      {
        ask: 'Where does work wait longest?',
        answer:
          'Follow some late orders and tasks from day to day: where did they lie? It is mostly a question that nobody answered, or one person through whom everything goes. With {late} not done in time, one such place explains most of it.',
      },
      look(
        'Which orders were late?',
        'These orders are older than a few days and not marked as fulfilled; the oldest stand first.',
        {
          collection: 'orders',
          filter: [
            ...[
              'fulfilled',
              'shipped',
              'delivered',
              'completed',
              'closed',
              'canceled',
              'cancelled',
              'refunded',
              'returned',
            ].map((value) => ({ field: 'status', op: '!=' as const, value })),
            { field: 'createdAt', op: '<', value: { daysAgo: 3 } },
          ],
          order: { field: 'createdAt', direction: 'asc' },
          columns: ['id', 'email', 'total', 'status', 'createdAt'],
        },
      ),
      {
        ask: 'Which dates are too tight?',
        answer:
          'Those that are missed again and again though people work on them in time. Take the late tasks of the last month and sort them by kind: a kind that is nearly always late needs more days, or fewer steps. A date that is always missed teaches people to ignore dates.',
      },
    ],
    playbook: { template: 'weekly-check-in' },
  }),
  defineAdvice({
    id: 'unanswered-reviews',
    category: 'operations',
    topic: 'reviews',
    needs: ['unansweredReviews'],
    scale: { by: 'unansweredReviews', mild: 3, grave: 25, priority: [35, 75] },
    title: 'Answer {unansweredReviews} reviews',
    text: '{unansweredReviews} reviews have no answer. Whoever reads them reads your silence, too. Thank for the good ones in a line, and answer the bad ones with what you will do.',
    outcome: 'unansweredReviews',
    tasks: [task('Answer the bad reviews', 'high', 2), task('Thank for the good ones', 'normal', 5)],
    questions: [
      reviewed(
        'Which of them are bad?',
        'The latest reviews with few stars. Answer these first, and calmly: many more people read them than write them.',
        [{ field: 'rating', op: '<=', value: 3 }],
      ),
      reviewed(
        'What do they complain of?',
        'The latest reviews with few stars. Look for words that come up more than once.',
        [{ field: 'rating', op: '<=', value: 3 }],
      ),
      {
        ask: 'How do I answer an unfair review?',
        answer:
          'Thank for the word, say in one sentence how it was from your side, and offer a way to talk. No reproach, no details about the person, no long story. You write for those who read it later: they judge your tone, not the case.',
      },
    ],
    playbook: { template: 'answer-reviews' },
  }),
  defineAdvice({
    id: 'poor-reviews',
    category: 'operations',
    topic: 'reviews',
    needs: ['reviewsAverage'],
    scale: { by: 'reviewsAverage', mild: 4, grave: 2.5, priority: [45, 85] },
    title: 'Your reviews average {reviewsAverage} stars',
    text: 'Reviews average {reviewsAverage} stars, and many people look no further. Read the worst of the last weeks: they mostly name the same few things, and those can be mended.',
    outcome: 'reviewsAverage',
    tasks: [
      task('Sort the bad reviews by what they complain of', 'high', 3),
      task('Mend what is named most often', 'high', 14),
      task('Ask happy customers for a review', 'normal', 14),
    ],
    questions: [
      reviewed(
        'What do the bad reviews have in common?',
        'The latest reviews with few stars, side by side. What is named in several of them is what to mend.',
        [{ field: 'rating', op: '<=', value: 3 }],
      ),
      reviewed(
        'Since when have they become worse?',
        'The latest reviews of all, the newest first. Look for the day from which the stars get fewer.',
      ),
      {
        ask: 'Whom can I ask for a review?',
        answer:
          'People who have just had a good experience: a second order, a thank-you, a problem that you solved. Ask personally, in one sentence, with the link. Ask everybody alike, not only those of whom you expect praise: the platforms insist on that.',
      },
    ],
    playbook: { template: 'bad-review' },
  }),
];
