import { parseArn } from '../../../../core/aws/arn.ts';
import { defined } from '../../../../core/cloudformation/properties.ts';
import * as events from '../../../eventbridge/operations.ts';
import { dynamicText, type PipeEvent } from '../event.ts';
import { asJson } from '../template.ts';
import { failedAt, type TargetCall, type TargetKind } from './target-kind.ts';

const timeOf = (text: string | undefined): Date | undefined => {
  const time = new Date(text ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
};

/** The entry of PutEvents for an event. AWS names the pipe and its source if the parameters do not set other names. */
const entryOf = ({ pipe, pipeArn }: TargetCall, event: PipeEvent, text: string): events.EventEntry => {
  const { DetailType, Source, Resources = [], Time } = pipe.targetParameters.EventBridgeEventBusParameters ?? {};
  const resources = Resources.flatMap((resource) => dynamicText(resource, event) ?? []);
  return {
    EventBusName: pipe.target,
    Source: dynamicText(Source, event) ?? `Pipe ${pipe.name}`,
    DetailType: dynamicText(DetailType, event) ?? `Event from aws:${parseArn(pipe.source)?.service}`,
    Detail: asJson(text),
    Resources: resources.length > 0 ? resources : [pipeArn],
    ...defined({ Time: timeOf(dynamicText(Time, event)) }),
  };
};

export const eventBus: TargetKind = {
  maxBatch: 10,
  call: async (kernel, call) => {
    const Entries = call.events.map((event, position) => entryOf(call, event, call.texts[position] ?? ''));
    const answer = await kernel.services.call(events.putEvents, { Entries }, call.caller);
    const failed = answer.Entries.flatMap(({ ErrorCode }, position) => (ErrorCode === undefined ? [] : [position]));
    return failedAt(call.events, failed);
  },
};
