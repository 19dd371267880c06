import type { Timing } from './next-occurrence.ts';

export interface MatrixRow {
  readonly name: string;
  readonly timing: Timing;
  readonly armedAt: string;
  /** The first occurrences since, in UTC. */
  readonly due: readonly string[];
  /** When Cloud Scheduler may call as well, since its job is wider or reads the clock in another way: nothing starts. */
  readonly surplus?: readonly string[];
}

const NY = 'America/New_York';

function timing(cron: string, timezone: string, rest: Partial<Timing> = {}): Timing {
  return { cron, timezone, every: 1, anchor: null, dayOfMonth: null, ...rest };
}

export const matrix: readonly MatrixRow[] = [
  {
    name: 'a time in the gap of spring is due when the gap ends',
    timing: timing('30 2 * * *', NY),
    armedAt: '2027-03-13T12:00Z',
    due: ['2027-03-14T07:00Z', '2027-03-15T06:30Z', '2027-03-16T06:30Z'],
    surplus: ['2027-03-14T07:30Z', '2027-03-14T06:30Z'],
  },
  {
    name: 'a time that autumn repeats is due the first time',
    timing: timing('30 1 * * *', NY),
    armedAt: '2027-11-06T12:00Z',
    due: ['2027-11-07T05:30Z', '2027-11-08T06:30Z'],
    surplus: ['2027-11-07T06:30Z'],
  },
  {
    name: 'every quarter of an hour over the gap',
    timing: timing('*/15 * * * *', NY),
    armedAt: '2027-03-14T06:31Z',
    due: ['2027-03-14T06:45Z', '2027-03-14T07:00Z', '2027-03-14T07:15Z', '2027-03-14T07:30Z'],
  },
  {
    name: 'every quarter of an hour over the repeated hour, which has eight of them',
    timing: timing('*/15 * * * *', NY),
    armedAt: '2027-11-07T05:16Z',
    due: [
      '2027-11-07T05:30Z',
      '2027-11-07T05:45Z',
      '2027-11-07T06:00Z',
      '2027-11-07T06:15Z',
      '2027-11-07T06:30Z',
      '2027-11-07T06:45Z',
      '2027-11-07T07:00Z',
    ],
  },
  {
    name: 'half an hour of gap on Lord Howe',
    timing: timing('15 2 * * *', 'Australia/Lord_Howe'),
    armedAt: '2027-10-02T10:00Z',
    due: ['2027-10-02T15:30Z', '2027-10-03T15:15Z'],
    surplus: ['2027-10-02T15:45Z'],
  },
  {
    name: 'half an hour repeated on Lord Howe',
    timing: timing('45 1 * * *', 'Australia/Lord_Howe'),
    armedAt: '2027-04-03T10:00Z',
    due: ['2027-04-03T14:45Z', '2027-04-04T15:15Z'],
    surplus: ['2027-04-03T15:15Z'],
  },
  {
    name: 'a zone with half an hour, in its gap',
    timing: timing('30 2 * * *', 'America/St_Johns'),
    armedAt: '2027-03-13T12:00Z',
    due: ['2027-03-14T05:30Z', '2027-03-15T05:00Z'],
    surplus: ['2027-03-14T06:00Z'],
  },
  {
    name: 'a zone with three quarters of an hour',
    timing: timing('0 9 * * *', 'Asia/Kathmandu'),
    armedAt: '2027-01-01T00:00Z',
    due: ['2027-01-01T03:15Z', '2027-01-02T03:15Z'],
  },
  {
    name: 'a zone with three quarters of an hour, in its gap',
    timing: timing('0 3 * * *', 'Pacific/Chatham'),
    armedAt: '2027-09-25T00:00Z',
    due: ['2027-09-25T14:00Z', '2027-09-26T13:15Z'],
    surplus: ['2027-09-25T14:15Z'],
  },
  {
    name: 'a gap at midnight',
    timing: timing('0 0 * * *', 'Africa/Cairo'),
    armedAt: '2027-04-29T10:00Z',
    due: ['2027-04-29T22:00Z', '2027-04-30T21:00Z'],
  },
  {
    name: 'a zone whose winter is the exception',
    timing: timing('30 1 * * *', 'Europe/Dublin'),
    armedAt: '2027-03-27T12:00Z',
    due: ['2027-03-28T01:00Z', '2027-03-29T00:30Z'],
    surplus: ['2027-03-28T01:30Z'],
  },
  {
    name: 'a zone under its old name, in the gap',
    timing: timing('30 2 * * *', 'US/Eastern'),
    armedAt: '2027-03-13T12:00Z',
    due: ['2027-03-14T07:00Z', '2027-03-15T06:30Z'],
  },
  {
    name: 'a zone whose city was renamed',
    timing: timing('30 9 * * *', 'Asia/Calcutta'),
    armedAt: '2027-01-01T00:00Z',
    due: ['2027-01-01T04:00Z', '2027-01-02T04:00Z'],
  },
  {
    name: 'the 31st leaves short months out',
    timing: timing('0 9 31 * *', 'UTC'),
    armedAt: '2027-01-31T10:00Z',
    due: ['2027-03-31T09:00Z', '2027-05-31T09:00Z'],
  },
  {
    name: 'the last day of every month, leap year and summer time',
    timing: timing('0 9 28-31 * *', NY, { dayOfMonth: 'last' }),
    armedAt: '2028-01-29T00:00Z',
    due: ['2028-01-31T14:00Z', '2028-02-29T14:00Z', '2028-03-31T13:00Z'],
    surplus: ['2028-02-28T14:00Z', '2028-03-28T13:00Z', '2028-03-30T13:00Z'],
  },
  {
    name: '29 February',
    timing: timing('0 9 29 2 *', 'UTC'),
    armedAt: '2027-01-01T00:00Z',
    due: ['2028-02-29T09:00Z', '2032-02-29T09:00Z'],
  },
  {
    name: 'every other Monday from its anchor, over the change of the clock',
    timing: timing('0 9 * * 1', NY, { every: 2, anchor: '2027-03-03' }),
    armedAt: '2027-02-28T00:00Z',
    due: ['2027-03-01T14:00Z', '2027-03-15T13:00Z', '2027-03-29T13:00Z'],
    surplus: ['2027-03-08T14:00Z', '2027-03-22T13:00Z'],
  },
];
