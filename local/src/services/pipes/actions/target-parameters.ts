import { unsupported, validationError } from '../../../core/aws/aws-error.ts';
import { defined } from '../../../core/cloudformation/properties.ts';
import { unknownVariable } from '../flow/template.ts';
import { type Input, isGiven, object, optionalObject, optionalText, textList } from '../parameters.ts';
import type { EnrichmentParameters, InvocationType, TargetParameters } from '../pipe.ts';

/** The members of other kinds of targets; a pipe with one of them is refused. */
const OTHER_TARGETS = [
  'BatchJobParameters',
  'EcsTaskParameters',
  'HttpParameters',
  'KinesisStreamParameters',
  'RedshiftDataParameters',
  'SageMakerPipelineParameters',
  'TimestreamParameters',
];
const MAX_TEMPLATE = 8_192;
const INVOCATION = { oneOf: ['REQUEST_RESPONSE', 'FIRE_AND_FORGET'] } as const;

const templateIn = (given: Input, current: string | undefined, path: string): string | undefined => {
  const template = optionalText(given, 'InputTemplate', { max: MAX_TEMPLATE }, path) ?? current;
  const unknown = template === undefined ? undefined : unknownVariable(template);
  if (unknown !== undefined) throw validationError(`Invalid InputTemplate: the variable <${unknown}> does not exist.`);
  return template === '' ? undefined : template;
};

/** Reads the member `EnrichmentParameters`. Throws ValidationException or UnsupportedOperation. */
export const enrichmentParameters = (input: Input, current: EnrichmentParameters = {}): EnrichmentParameters => {
  const given = object(input, 'EnrichmentParameters');
  if (isGiven(given, 'HttpParameters')) throw unsupported("HttpParameters of a pipe's enrichment");
  return defined({ InputTemplate: templateIn(given, current.InputTemplate, 'enrichmentParameters.inputTemplate') });
};

/**
 * Reads the member `TargetParameters`. An update keeps the members that it does not contain. Throws ValidationException
 * or UnsupportedOperation.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeTargetParameters.html
 */
export const targetParameters = (input: Input, current: TargetParameters = {}): TargetParameters => {
  const given = object(input, 'TargetParameters');
  for (const name of OTHER_TARGETS) if (isGiven(given, name)) throw unsupported(`${name} of a pipe's target`);
  const { InputTemplate: currentTemplate, ...rest } = current;
  return {
    ...rest,
    ...defined({
      InputTemplate: templateIn(given, currentTemplate, 'targetParameters.inputTemplate'),
      LambdaFunctionParameters: invocationIn(given, 'LambdaFunctionParameters'),
      StepFunctionStateMachineParameters: invocationIn(given, 'StepFunctionStateMachineParameters'),
      SqsQueueParameters: queueIn(given),
      EventBridgeEventBusParameters: busIn(given),
      CloudWatchLogsParameters: logsIn(given),
    }),
  };
};

const invocationIn = (given: Input, name: string): { readonly InvocationType?: InvocationType } | undefined => {
  const own = optionalObject(given, name);
  return own && defined({ InvocationType: optionalText(own, 'InvocationType', INVOCATION) });
};

const queueIn = (given: Input): TargetParameters['SqsQueueParameters'] => {
  const own = optionalObject(given, 'SqsQueueParameters');
  const length = { max: 100 };
  return (
    own &&
    defined({
      MessageGroupId: optionalText(own, 'MessageGroupId', length),
      MessageDeduplicationId: optionalText(own, 'MessageDeduplicationId', length),
    })
  );
};

const busIn = (given: Input): TargetParameters['EventBridgeEventBusParameters'] => {
  const own = optionalObject(given, 'EventBridgeEventBusParameters');
  if (own && isGiven(own, 'EndpointId')) throw unsupported("EndpointId of a pipe's target");
  return (
    own &&
    defined({
      DetailType: optionalText(own, 'DetailType', { min: 1, max: 128 }),
      Source: optionalText(own, 'Source', { min: 1, max: 256 }),
      Resources: isGiven(own, 'Resources') ? textList(own, 'Resources') : undefined,
      Time: optionalText(own, 'Time', { min: 1, max: 256 }),
    })
  );
};

const logsIn = (given: Input): TargetParameters['CloudWatchLogsParameters'] => {
  const own = optionalObject(given, 'CloudWatchLogsParameters');
  return (
    own &&
    defined({
      LogStreamName: optionalText(own, 'LogStreamName', { min: 1, max: 256 }),
      Timestamp: optionalText(own, 'Timestamp', { min: 1, max: 256 }),
    })
  );
};
