/** The questions that have not been asked yet, in whatever spelling. */
export function leftOf(questions: readonly string[], said: readonly string[]): readonly string[] {
  const asked = new Set(said.map(bare));
  return questions.filter((question) => !asked.has(bare(question)));
}

function bare(sentence: string): string {
  return sentence
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
