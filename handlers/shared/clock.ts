/** Returns the current time. Tests pass their own function to set the time. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
