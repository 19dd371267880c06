import { Death } from './engine-kit.ts';

/**
 * What can go wrong, by the moments that the processes of a world pass: right before and right after each commit, each
 * enqueued task and each named fault point. They are counted from one on.
 */
export interface Fate {
  /** The process that comes to the first of these moments dies there; from then on the next number counts, from one. */
  readonly deaths?: readonly number[];
  /** The process that comes to this moment of a commit stands still until the thaw. */
  readonly freeze?: number;
  /** Done in the middle of this moment, before it goes on. */
  readonly meanwhile?: { readonly at: number; readonly act: () => Promise<void> };
  /** How often a task is delivered, all at the same time; zero: it gets lost. */
  readonly delivery?: () => number;
  /** How many turns of the loop a call of the store takes. */
  readonly turns?: () => number;
}

/** What all processes of a world pass through together. */
export interface Timeline {
  readonly fate: Fate;
  readonly moments: string[];
  /** Whether the process that comes to this moment survives it. */
  passes(name: string): boolean;
  /** Calls of the store that are under way. */
  inFlight: number;
  /** What a frozen process waits for. */
  thaw: PromiseWithResolvers<void>;
}

export function createTimeline(fate: Fate): Timeline {
  const deaths = [...(fate.deaths ?? [])];
  const moments: string[] = [];
  let untilDeath = deaths.shift() ?? Number.POSITIVE_INFINITY;
  return {
    fate,
    moments,
    inFlight: 0,
    thaw: Promise.withResolvers(),
    passes: (name) => {
      moments.push(name);
      untilDeath -= 1;
      if (untilDeath > 0) return true;
      untilDeath = deaths.shift() ?? Number.POSITIVE_INFINITY;
      return false;
    },
  };
}

/** The life of one process. Once it is dead, whatever it awaits never comes; frozen, it comes after the thaw. */
export interface Mortal {
  /** Resolves when it died or stands still. */
  readonly gone: Promise<null>;
  isGone(): boolean;
  die(): Promise<never>;
  /** Goes on only if it lives. */
  alive(): Promise<void>;
  /** Comes to a moment in the middle of an awaited call. */
  pass(name: string): Promise<void>;
  /** Comes to a moment that awaits nothing: all that can be done then is to throw. */
  passNow(name: string): void;
  /** Does work outside of the process. */
  io<T>(work: () => Promise<T>): Promise<T>;
}

export function createMortal(timeline: Timeline): Mortal {
  const { fate } = timeline;
  const gone = Promise.withResolvers<null>();
  const never = new Promise<never>(() => undefined);
  let isDead = false;
  let still: Promise<void> | null = null;
  const die = (): Promise<never> => {
    isDead = true;
    gone.resolve(null);
    return never;
  };
  const alive = async (): Promise<void> => {
    if (isDead) await never;
    if (still !== null) await still;
  };
  return {
    gone: gone.promise,
    isGone: () => isDead || still !== null,
    die,
    alive,
    pass: async (name) => {
      if (!timeline.passes(name)) await die();
      const nth = timeline.moments.length;
      if (fate.meanwhile?.at === nth) await fate.meanwhile.act();
      if (fate.freeze !== nth || !name.includes('commit')) return;
      still = timeline.thaw.promise;
      gone.resolve(null);
      await still;
    },
    passNow: (name) => {
      if (!isDead && timeline.passes(`at ${name}`)) return;
      void die();
      throw new Death(name);
    },
    io: async (work) => {
      await alive();
      timeline.inFlight += 1;
      try {
        for (let turn = fate.turns?.() ?? 0; turn > 0; turn--) await new Promise((resolve) => setImmediate(resolve));
        return await work();
      } finally {
        timeline.inFlight -= 1;
        await alive();
      }
    },
  };
}
