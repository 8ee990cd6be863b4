const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
] as const;

/** A duration in its two largest units, such as "3 d 4 h". Less than a second, or a negative duration, is "0 s". */
export function duration(ms: number): string {
  const at = UNITS.findIndex((unit) => ms >= unit.ms);
  const [large, small] = UNITS.slice(at === -1 ? UNITS.length - 1 : at);
  if (large === undefined) return '0 s';
  const count = Math.max(0, Math.floor(ms / large.ms));
  const rest = small === undefined ? 0 : Math.floor((ms % large.ms) / small.ms);
  return small === undefined || rest === 0 ? `${count} ${large.name}` : `${count} ${large.name} ${rest} ${small.name}`;
}

/** Time from `at` to `now`, in the format of `duration`. */
export function age(at: Date, now: Date): string {
  return duration(now.getTime() - at.getTime());
}
