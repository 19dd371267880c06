/** Whether the step at `path` stands inside of the one at `around`: on one of its ways, in a round, or in a block of it. */
export function isInside(path: string, around: string): boolean {
  return path.startsWith(`${around}[`) || path.startsWith(`${around}.`);
}
