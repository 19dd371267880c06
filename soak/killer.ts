import type { Workers } from './workers.ts';

/** Between two kills, evenly spread. */
const PAUSE_MS = { min: 3_000, max: 8_000 };

export interface Killer {
  kills(): number;
  stop(): void;
}

/** Kills a random worker of a random function at random moments. Never the last one that is up: nothing would be learned. */
export function startKiller(functions: readonly Workers[]): Killer {
  let kills = 0;
  let timer: NodeJS.Timeout;
  const again = (): void => {
    timer = setTimeout(
      () => {
        const workers = functions[Math.floor(Math.random() * functions.length)];
        if (workers !== undefined && workers.readyCount > 1) {
          workers.kill(Math.floor(Math.random() * workers.readyCount));
          kills += 1;
        }
        again();
      },
      PAUSE_MS.min + Math.random() * (PAUSE_MS.max - PAUSE_MS.min),
    );
  };
  again();
  return { kills: () => kills, stop: () => clearTimeout(timer) };
}
