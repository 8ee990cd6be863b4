import { arnOf } from '../../core/aws/arn.ts';
import { refusedText } from '../../core/cloudformation/early-problem.ts';
import { defined, object } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import type { ValueObject } from '../../core/cloudformation/value.ts';
import { checkEnrichment, checkTarget } from './actions/pipe-parameters.ts';
import { checkSource } from './actions/source-parameters.ts';
import * as pipes from './operations.ts';

const arnOfPipe = ({ home, name }: ResourceContext): string => arnOf(home, 'pipes', `pipe/${name}`);

const pipe = async (context: ResourceContext): Promise<Physical> => {
  const { CreationTime, CurrentState, LastModifiedTime, StateReason } = await context.call(pipes.describePipe, {
    Name: context.name,
  });
  const attributes = {
    Arn: arnOfPipe(context),
    CreationTime: new Date(CreationTime).toISOString(),
    CurrentState,
    LastModifiedTime: new Date(LastModifiedTime).toISOString(),
    StateReason,
  };
  return { ref: context.name, attributes };
};

/** The parameters of services that the previous template had, without members: UpdatePipe sets these to their defaults. */
const cleared = (previous: ValueObject): ValueObject =>
  Object.fromEntries(
    Object.keys(previous)
      .filter((name) => name !== 'InputTemplate' && name !== 'FilterCriteria')
      .map((name) => [name, {}]),
  );

/**
 * UpdatePipe keeps members that a request does not contain. So members that the template does not have are reset, with
 * an empty text, or with empty parameters if the `previous` template had them.
 */
const pipeInput = ({ properties, name }: ResourceContext, previous: ValueObject = {}): pipes.PipeInput =>
  defined({
    Name: name,
    Description: properties.Description ?? '',
    DesiredState: properties.DesiredState ?? 'RUNNING',
    Enrichment: properties.Enrichment ?? '',
    EnrichmentParameters: { InputTemplate: '', ...object(properties.EnrichmentParameters) },
    RoleArn: properties.RoleArn,
    SourceParameters: {
      FilterCriteria: { Filters: [] },
      ...cleared(object(previous.SourceParameters)),
      ...object(properties.SourceParameters),
    },
    Target: properties.Target,
    TargetParameters: {
      InputTemplate: '',
      ...cleared(object(previous.TargetParameters)),
      ...object(properties.TargetParameters),
    },
  });

const updateTags = async (context: ResourceContext, previous: ValueObject): Promise<void> => {
  const resourceArn = arnOfPipe(context);
  const tags = object(context.properties.Tags);
  const tagKeys = Object.keys(object(previous.Tags)).filter((key) => !Object.hasOwn(tags, key));
  if (tagKeys.length > 0) await context.call(pipes.untagResource, { resourceArn, tagKeys });
  if (Object.keys(tags).length > 0) await context.call(pipes.tagResource, { resourceArn, tags });
};

const BATCH = { BatchSize: true, MaximumBatchingWindowInSeconds: true } as const;
const INVOCATION = { InvocationType: true } as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-pipes-pipe.html */
export const PIPES_TYPES: ResourceTypes = {
  'AWS::Pipes::Pipe': {
    kind: 'runs',
    properties: {
      Name: true,
      Description: true,
      DesiredState: true,
      Enrichment: true,
      EnrichmentParameters: { InputTemplate: true },
      KmsKeyIdentifier: 'pipes are not encrypted at rest here',
      LogConfiguration: 'executions of pipes are not logged here',
      RoleArn: true,
      Source: true,
      SourceParameters: {
        FilterCriteria: { Filters: { Pattern: true } },
        SqsQueueParameters: BATCH,
        DynamoDBStreamParameters: {
          ...BATCH,
          DeadLetterConfig: { Arn: true },
          MaximumRecordAgeInSeconds: true,
          MaximumRetryAttempts: true,
          OnPartialBatchItemFailure: true,
          ParallelizationFactor: true,
          StartingPosition: true,
        },
      },
      Tags: true,
      Target: true,
      TargetParameters: {
        InputTemplate: true,
        CloudWatchLogsParameters: { LogStreamName: true, Timestamp: true },
        EventBridgeEventBusParameters: { DetailType: true, Resources: true, Source: true, Time: true },
        LambdaFunctionParameters: INVOCATION,
        SqsQueueParameters: { MessageDeduplicationId: true, MessageGroupId: true },
        StepFunctionStateMachineParameters: INVOCATION,
      },
    },
    attributes: ['Arn', 'CreationTime', 'CurrentState', 'LastModifiedTime', 'StateReason'],
    nameProperty: 'Name',
    replacedBy: ['Name', 'Source'],
    problem: ({ Source, Enrichment, Target }) =>
      refusedText([{ property: 'Source', value: Source }], checkSource) ??
      refusedText([{ property: 'Enrichment', value: Enrichment }], checkEnrichment) ??
      refusedText([{ property: 'Target', value: Target }], checkTarget),
    create: async (context) => {
      const { Source, Tags } = context.properties;
      const input = { ...pipeInput(context), ...defined({ Source, Tags }) };
      await context.create(pipes.createPipe, input, () => context.call(pipes.updatePipe, pipeInput(context)));
      return pipe(context);
    },
    update: async (context, _, previous) => {
      await context.call(pipes.updatePipe, pipeInput(context, previous));
      await updateTags(context, previous);
      return pipe(context);
    },
    delete: async (context) => {
      await context.call(pipes.deletePipe, { Name: context.name });
    },
  },
};
