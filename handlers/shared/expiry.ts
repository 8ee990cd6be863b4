const DAY_SECONDS = 86_400;

/** Value of a TTL attribute: the seconds since 1970 at which DynamoDB may delete an item, this many days after `start`. */
export const expiryAfter = (start: Date, days: number): number =>
  Math.floor(start.getTime() / 1_000) + days * DAY_SECONDS;
