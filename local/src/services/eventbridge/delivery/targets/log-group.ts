import { parseArn } from '../../../../core/aws/arn.ts';
import * as logs from '../../../logs/operations.ts';
import type { TargetKind } from './target-kind.ts';

const LOG_GROUP = /^log-group:([^:]+)(:\*)?$/;

/** A CloudWatch Logs log group as a target. As on AWS, each event becomes one log event in its own log stream. */
export const logGroup: TargetKind = {
  call: async (kernel, { delivery, payload, caller }) => {
    const logGroupName = LOG_GROUP.exec(parseArn(delivery.target.Arn)?.resource ?? '')?.[1] ?? '';
    const stream = { logGroupName, logStreamName: delivery.token };
    const logEvents = [{ timestamp: kernel.clock.now(), message: payload }];
    await kernel.services.call(logs.putLogEvents, { ...stream, logEvents }, caller);
  },
};
