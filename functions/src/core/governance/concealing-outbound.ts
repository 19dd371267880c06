import type { Outbound } from '../ports.ts';

/** A vendor that repeats a secret says it to nobody: not to the next step, and not to whom that one writes. */
export function concealingOutbound(outbound: Outbound, { text }: { text(text: string): string }): Outbound {
  const concealedBytes = (bytes: Uint8Array): Uint8Array => {
    const said = Buffer.from(bytes).toString('latin1');
    const left = text(said);
    return left === said ? bytes : Buffer.from(left, 'latin1');
  };
  return {
    ...outbound,
    fetch: async (url, init) => {
      const answer = await outbound.fetch(url, init);
      const bytes = async () => concealedBytes(await answer.bytes());
      return { ...answer, bytes, text: async () => text(await answer.text()) };
    },
  };
}
