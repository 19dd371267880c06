/** A mail of a sequence: the day after its beginning, what matters most (1 is kept in the shortest one), and its words. */
export interface Draft {
  readonly day: number;
  readonly rank: number;
  readonly subject: string;
  readonly preview: string;
  readonly body: string;
}
