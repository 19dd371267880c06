const EVERY_MS = 60_000;
const TIMEOUT_MS = 60_000;

/** Calls the product's safety net and its watch, as Cloud Scheduler does in the cloud: `onSchedule` functions never fire in the emulator. */
export interface Ticker {
  /** Once now. A tick that fails is no concern of the caller: the next one comes within a minute. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

export function startTicker(apiOrigin: string, cronSecret: string): Ticker {
  const closing = new AbortController();
  let underWay: Promise<void> = Promise.resolve();
  const post = async (): Promise<void> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const headers = { Authorization: `Bearer ${cronSecret}` };
    // The watch, which is due every five minutes in the cloud, follows each tick: time here is moved by hand.
    for (const name of ['tick', 'watch']) {
      await fetch(`${apiOrigin}/api/cron/${name}`, { method: 'POST', headers, signal }).then(
        (answer) => answer.arrayBuffer(),
        () => undefined,
      );
    }
  };
  const tick = (): Promise<void> => {
    underWay = underWay.then(post);
    return underWay;
  };
  const timer = setInterval(() => void tick(), EVERY_MS);
  return {
    tick,
    close: async () => {
      clearInterval(timer);
      closing.abort();
      await underWay;
    },
  };
}
