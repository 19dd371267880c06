import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take half a minute and more. Begun last, one of them is waited for while the other processor has nothing to do. */
const LONG =
  /\/(api-matrix|rules|crash|crash-signals|forecast-month|ssrf|deaths|e2e\/(pages|authoring|governance|engine|coach|gallery))\.test\.ts$/;

/** Long test files first, all others as usual: on a fresh clone nobody knows how long each took. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((one) => !isLong(one))];
  }
}
