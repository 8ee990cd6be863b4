import { AwsError } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import * as logs from '../logs/operations.ts';
import { stateMachineNameIn } from './arns.ts';
import type { HistoryEvent } from './interpreter/contract.ts';
import { isObject, type Json, type JsonObject } from './language/json.ts';
import { withoutData } from './shown-event.ts';
import type { ExecutionIdentity } from './store/executions.ts';
import type { StateMachines } from './store/state-machines.ts';

/** The logging settings of an execution; see "Using CloudWatch Logs to log execution history". */
export interface Logging {
  readonly logGroupName: string;
  readonly includesData: boolean;
  readonly wants: (eventType: string) => boolean;
}

interface LogRequest extends logs.LogStreamName {
  readonly logEvents: readonly logs.InputLogEvent[];
}

const EXECUTION_FAILURES = new Set(['ExecutionAborted', 'ExecutionFailed', 'ExecutionTimedOut']);
const FAILURE = /(Aborted|Failed|TimedOut)$|^FailStateEntered$/;

const LEVELS: Readonly<Record<string, Logging['wants']>> = {
  ALL: () => true,
  ERROR: (type) => FAILURE.test(type),
  FATAL: (type) => EXECUTION_FAILURES.has(type),
};

/**
 * Writes history events to the log group of their state machine. As on AWS, executions neither wait for log writes nor
 * fail with them. Writes run as administrator: on AWS the permission is granted when the state machine is created.
 */
export class ExecutionLogs {
  readonly #kernel: Kernel;
  readonly #stateMachines: StateMachines;
  /** Log streams that exist already. */
  readonly #streams = new Set<string>();

  constructor(kernel: Kernel, stateMachines: StateMachines) {
    this.#kernel = kernel;
    this.#stateMachines = stateMachines;
  }

  /** The logging settings of the state machine; undefined if logging is off. */
  loggingOf(stateMachineArn: string): Logging | undefined {
    const settings: Json = JSON.parse(this.#stateMachines.byArn(stateMachineArn)?.settings ?? '{}');
    const configuration = isObject(settings) ? settings.loggingConfiguration : undefined;
    return isObject(configuration) ? readLogging(configuration) : undefined;
  }

  write(logging: Logging, identity: ExecutionIdentity, redriveCount: number, events: readonly HistoryEvent[]): void {
    const wanted = events.filter(({ type }) => logging.wants(type));
    if (wanted.length === 0) return;
    const logEvents = wanted.map((event) => ({
      timestamp: event.timestampMs,
      message: JSON.stringify(lineOf(event, identity, redriveCount, logging.includesData)),
    }));
    const written = this.#put({ logGroupName: logging.logGroupName, logStreamName: streamOf(identity), logEvents });
    void this.#kernel.inflight.track(written);
  }

  async #put({ logEvents, ...stream }: LogRequest): Promise<void> {
    const { services, identities, log } = this.#kernel;
    const allowed = identities.administrator();
    const key = `${stream.logGroupName} ${stream.logStreamName}`;
    try {
      if (!this.#streams.has(key)) await services.call(logs.createLogStream, stream, allowed).catch(unlessThere);
      this.#streams.add(key);
      await services.call(logs.putLogEvents, { ...stream, logEvents }, allowed);
    } catch (error) {
      log.warn('Execution logs could not be written.', { ...stream, error: String(error) });
    }
  }
}

const unlessThere = (error: unknown): void => {
  if (!(error instanceof AwsError) || error.code !== 'ResourceAlreadyExistsException') throw error;
};

/** The name of the log stream: one per day and state machine. */
const streamOf = ({ stateMachineArn, startMs }: ExecutionIdentity): string =>
  `states/${stateMachineNameIn(stateMachineArn)}/${new Date(startMs).toISOString().slice(0, 10)}`;

const readLogging = ({ level, destinations, includeExecutionData }: JsonObject): Logging | undefined => {
  const wants = LEVELS[String(level)];
  const first: Json | undefined = Array.isArray(destinations) ? destinations[0] : undefined;
  const group = isObject(first) ? first.cloudWatchLogsLogGroup : undefined;
  const arn = isObject(group) ? String(group.logGroupArn) : '';
  const logGroupName = arn.split(':')[6];
  return wants && logGroupName ? { logGroupName, includesData: includeExecutionData === true, wants } : undefined;
};

const lineOf = (event: HistoryEvent, { arn }: ExecutionIdentity, redriveCount: number, includesData: boolean) => ({
  id: String(event.id),
  type: event.type,
  details: includesData ? (event.details ?? {}) : withoutData(event.details ?? {}),
  previous_event_id: String(event.previousEventId),
  event_timestamp: String(event.timestampMs),
  execution_arn: arn,
  redrive_count: String(redriveCount),
});
