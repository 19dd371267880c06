/** What an agent's turns are told apart by in the addresses of its steps. */
export function turnKey(turn: number): string {
  return `turn-${turn}`;
}

/** Whether an agent has chosen the step, which then stands in no version: `agent[turn-2].calls[call-1].send_email`. */
export function isAgentsOwn(path: string): boolean {
  return /\[turn-\d+\]\./.test(path);
}
