/** The present moment. The workers take it as a port, so that tests can choose it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
