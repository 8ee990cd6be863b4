import type { Deployment } from '../template/deployment.ts';

/** A runtime that serves. */
export interface Started {
  readonly assembly: string;
  readonly endpoint: string;
  readonly deployment: Deployment | undefined;
  /** Duration of the start. */
  readonly seconds: number;
  /** Lines about the place of the state, the deployed resources, and the resources that are not run. */
  readonly summary: readonly string[];
}
