/** Rows as aligned columns; numbers to the right. */
export function table(rows: readonly Record<string, string | number>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const width = (name: string) => Math.max(name.length, ...rows.map((row) => String(row[name] ?? '').length));
  const line = (row: Record<string, string | number>) =>
    names
      .map((name) => {
        const value = row[name] ?? '';
        return typeof value === 'number' ? String(value).padStart(width(name)) : value.padEnd(width(name));
      })
      .join('  ')
      .trimEnd();
  const head = names.map((name) => name.padEnd(width(name))).join('  ');
  return [head, names.map((name) => '-'.repeat(width(name))).join('  '), ...rows.map(line)].join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value that `share` of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}
