/** An item of the table `absences`: a reviewer who is out of office. */
export interface Absence {
  readonly username: string;
  /** The last day of the absence, in UTC, for example 2026-12-10. */
  readonly until: string;
  /** The user who set it: the person, or a supervisor. */
  readonly setBy: string;
  /** ISO 8601. */
  readonly setAt: string;
}

const DAY_MS = 86_400_000;

const startOf = (day: string): Date => new Date(`${day}T00:00:00.000Z`);

/** The time at which the absence is over: the end of its last day, in milliseconds since 1970. */
export const endOf = ({ until }: Pick<Absence, 'until'>): number => startOf(until).getTime() + DAY_MS;

/** The absence if the person is away at `now`. DynamoDB may keep an item for days after its absence is over. */
export const inForce = (absence: Absence | undefined, now: Date): Absence | undefined =>
  absence !== undefined && now.getTime() < endOf(absence) ? absence : undefined;

/** The number of days from today to this day, in UTC. NaN if the text is not a day of the calendar. */
export function daysFrom(now: Date, day: string): number {
  const start = startOf(day).getTime();
  // The constructor takes February 30 for March 2.
  const isDay = !Number.isNaN(start) && new Date(start).toISOString().slice(0, 10) === day;
  return isDay ? start / DAY_MS - Math.floor(now.getTime() / DAY_MS) : Number.NaN;
}
