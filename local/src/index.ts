/** The public API of the package. Callers load `index.cjs`, whose functions load this module at their first call. */
export type { Log } from './core/log.ts';
export type { Given, ProgramOption, ProgramOptions, SharedOptions } from './runtime/command-line.ts';
export {
  type ClientConfig,
  type OneMachine,
  type RuntimeClock,
  type SentMail,
  type StartOptions,
  start,
  type TimeSpan,
} from './runtime/one-machine.ts';
export { type Plan, type Program, runProgram } from './runtime/program.ts';
export { type SiteOptions, type SiteServer, serveSite } from './runtime/serve-site.ts';
export type { Started } from './runtime/started.ts';
export { describeSupport, type Support } from './runtime/support.ts';
export type { Change, Deployment, NotRun, Output } from './template/deployment.ts';

/** Restarts the process once with the memory settings that the runtime needs. Implemented in `tune-process.cjs`. */
export declare const tuneProcess: () => void;
