import { describe, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { recordFigures } from './record-figures.ts';

function setUp() {
  const { context } = stepContext();
  const day = (date: string) => docIn(tenantPaths(context.orgId).data('metrics'), date);
  const dataOf = async (date: string) => (await context.store.find(day(date)))?.data ?? null;
  const put = (date: string, data: object) => context.store.commit([{ op: 'set', path: day(date).path, data }]);
  const record = (params: JsonObject) => runStep(recordFigures, params, context);
  return { context, dataOf, put, record };
}

describe('record_figures', () => {
  it('puts what was answered beside what is known of the day, with the mark of the step', async () => {
    const { context, dataOf, put, record } = setUp();
    await put('2026-11-20', { netMargin: 0.1, payables: 70, isSample: false });
    const figures = { cash: ' $12,400 ', monthlyBurn: 900, payables: 'skip', dso: null, refundRate: '12 %' };
    const written = { cash: 12_400, monthlyBurn: 900, refundRate: 0.12 };
    expect(await record({ figures })).toEqual({ date: '2026-11-20', figures: written, count: 3 });
    const { lastWrite } = context;
    expect(await dataOf('2026-11-20')).toEqual({
      netMargin: 0.1,
      payables: 70,
      isSample: false,
      ...written,
      lastWrite,
    });
    await record({ figures, date: '2026-11-13' });
    expect(await dataOf('2026-11-13')).toEqual({ ...written, lastWrite });
  });

  it('may be done again, and writes nothing where nobody has said anything', async () => {
    const { dataOf, record } = setUp();
    expect(await record({ figures: { cash: 'No answer' } })).toEqual({ date: '2026-11-20', figures: {}, count: 0 });
    expect(await dataOf('2026-11-20')).toBeNull();
    await record({ figures: { cash: 5 } });
    await record({ figures: { cash: 5 } });
    expect(await dataOf('2026-11-20')).toMatchObject({ cash: 5 });
  });

  it.each<[JsonObject, string]>([
    [{ figures: { cash: 'a lot' } }, 'Cash: ‘a lot’ is no number'],
    [{ figures: { cash: '€5' } }, 'Cash: This is not in USD'],
    [{ figures: { netMargin: '12' } }, 'Net margin: Write 12 % or 0.12'],
    [{ figures: { cash: 5 }, date: '2026-11-21' }, '2026-11-21 has not come yet'],
  ])('says what is wrong with %o', async (params, problem) => {
    const { dataOf, record } = setUp();
    await expect(record(params)).rejects.toThrow(problem);
    expect(await dataOf('2026-11-20')).toBeNull();
  });

  it('rehearses in words', async () => {
    const { context, dataOf } = setUp();
    const said = await rehearseStep(recordFigures, { figures: { cash: '12k', payables: 'skip' } }, context);
    expect(said.wouldHave).toBe('would have written down for 2026-11-20: Cash 12000');
    expect(await dataOf('2026-11-20')).toBeNull();
  });
});
