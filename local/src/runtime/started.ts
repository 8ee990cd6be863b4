import type { Deployment } from '../template/deployment.ts';

/** Facts about a runtime that has started. */
export interface Started {
  readonly assembly: string;
  readonly endpoint: string;
  readonly deployment: Deployment | undefined;
  /** Duration of the start. */
  readonly seconds: number;
  /** Lines of the welcome text: where state is stored, the deployed resources, and the resources that are not run. */
  readonly summary: readonly string[];
}
