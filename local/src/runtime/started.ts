import type { Deployment } from '../template/deployment.ts';

/** A runtime that serves. */
export interface Started {
  readonly assembly: string;
  readonly endpoint: string;
  readonly deployment: Deployment | undefined;
  /** Duration of the start. */
  readonly seconds: number;
  /** Lines that say where state is kept, what is deployed and what is not run. */
  readonly summary: readonly string[];
}
