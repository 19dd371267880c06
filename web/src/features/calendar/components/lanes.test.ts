import { describe, expect, it } from 'vitest';
import { placeInLanes } from './lanes.ts';

const at = (...minutes: number[]) => minutes.map((minute, id) => ({ id, minute }));
const lanes = (minutes: number[], most = 3) =>
  placeInLanes(at(...minutes), 30, most).placed.map(({ lane, of }) => `${lane}/${of}`);

describe('what overlaps', () => {
  it('stands side by side, and the rest alone', () => {
    expect(lanes([60, 70, 200])).toEqual(['0/2', '1/2', '0/1']);
    expect(lanes([60, 90])).toEqual(['0/1', '0/1']);
  });

  it('takes a lane again as soon as it is free', () => {
    expect(lanes([60, 70, 90, 100])).toEqual(['0/2', '0/2', '1/2', '1/2']);
  });

  it('is gathered in the last lane where there are too many', () => {
    const { placed, rests } = placeInLanes(at(0, 1, 2, 3, 4), 30, 3);
    expect(placed.map(({ item }) => item.id)).toEqual([0, 1]);
    expect(rests).toEqual([{ minute: 2, items: at(0, 1, 2, 3, 4).slice(2), lane: 2, of: 3 }]);
  });

  it('never meets in one lane, and nothing is lost, whatever the times', () => {
    let seed = 7;
    const next = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    for (let round = 0; round < 200; round += 1) {
      const items = at(
        ...Array.from({ length: 1 + Math.floor(next() * 40) }, () => Math.floor(next() * 1_440)).sort((a, b) => a - b),
      );
      const { placed, rests } = placeInLanes(items, 30, 3);
      const shown = [...placed.map(({ item }) => item), ...rests.flatMap((rest) => rest.items)];
      expect(shown.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(items.map(({ id }) => id));
      for (const one of placed) {
        const met = placed.filter(
          (other) => other !== one && other.lane === one.lane && Math.abs(other.item.minute - one.item.minute) < 30,
        );
        expect(met).toEqual([]);
      }
    }
  });
});
