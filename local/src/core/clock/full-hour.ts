const HOUR_MS = 3_600_000;

/**
 * The last full hour (UTC) that is not later than `ms`. Periodic work of the runtime is due at full hours, so that its
 * timers fire together and share one commit.
 */
export const fullHourUntil = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;
