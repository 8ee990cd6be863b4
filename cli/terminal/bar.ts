const BAR_WIDTH = 24;

/** A progress bar such as `[██████░░░░░░]`. `percent`: 0 to 100. */
export function bar(percent: number): string {
  const filled = Math.round((percent / 100) * BAR_WIDTH);
  return `[${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}]`;
}
