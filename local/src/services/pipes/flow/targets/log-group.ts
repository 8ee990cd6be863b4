import { parseArn } from '../../../../core/aws/arn.ts';
import * as logs from '../../../logs/operations.ts';
import { dynamicText } from '../event.ts';
import type { TargetKind } from './target-kind.ts';

const LOG_GROUP = /^log-group:([^:]+)/;

/** A CloudWatch Logs log group. Each event becomes one log event in the stream of CloudWatchLogsParameters. */
export const logGroup: TargetKind = {
  maxBatch: 10_000,
  problem: ({ targetParameters }) =>
    targetParameters.CloudWatchLogsParameters?.LogStreamName === undefined
      ? 'CloudWatchLogsParameters.LogStreamName is required for a log group.'
      : undefined,
  call: async (kernel, { pipe, events, texts, caller }) => {
    const { LogStreamName = '', Timestamp } = pipe.targetParameters.CloudWatchLogsParameters ?? {};
    const logGroupName = LOG_GROUP.exec(parseArn(pipe.target)?.resource ?? '')?.[1] ?? '';
    const logEvents = events.map((event, position) => {
      const timestamp = Number(dynamicText(Timestamp, event));
      return {
        timestamp: Number.isFinite(timestamp) && timestamp > 0 ? timestamp : kernel.clock.now(),
        message: texts[position] ?? '',
      };
    });
    await kernel.services.call(logs.putLogEvents, { logGroupName, logStreamName: LogStreamName, logEvents }, caller);
    return new Set();
  },
};
