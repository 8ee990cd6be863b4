import { arnOf } from '../../core/aws/arn.ts';
import { AwsError } from '../../core/aws/aws-error.ts';
import { defined, number, tagMap, text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import { TAGS } from '../../core/cloudformation/tags.ts';
import * as logs from './operations.ts';

const group = ({ home, name }: ResourceContext): Physical => ({
  ref: name,
  attributes: { Arn: `${arnOf(home, 'logs', `log-group:${name}`)}:*` },
});

const setRetention = async (context: ResourceContext): Promise<void> => {
  const retentionInDays = number(context.properties.RetentionInDays);
  if (retentionInDays !== undefined)
    await context.call(logs.putRetentionPolicy, { logGroupName: context.name, retentionInDays });
};

/**
 * Sets the retention of a log group, which is created if it does not exist, as the CDK's function does for this custom
 * resource.
 */
const retainLogs = async ({ call, properties }: ResourceContext): Promise<Physical> => {
  const logGroupName = text(properties.LogGroupName) ?? '';
  try {
    await call(logs.createLogGroup, { logGroupName });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceAlreadyExistsException') throw error;
  }
  const retentionInDays = number(properties.RetentionInDays);
  if (retentionInDays === undefined) await call(logs.deleteRetentionPolicy, { logGroupName });
  else await call(logs.putRetentionPolicy, { logGroupName, retentionInDays });
  return { ref: logGroupName, attributes: { LogGroupName: logGroupName } };
};

export const LOGS_TYPES: ResourceTypes = {
  'AWS::Logs::LogGroup': {
    kind: 'runs',
    properties: {
      LogGroupName: true,
      RetentionInDays: true,
      Tags: TAGS,
      KmsKeyId: 'logs are not encrypted at rest locally',
      LogGroupClass: 'log groups have one class locally',
    },
    attributes: ['Arn'],
    nameProperty: 'LogGroupName',
    maxNameLength: 512,
    replacedBy: ['LogGroupName'],
    create: async (context) => {
      const tags = tagMap(context.properties.Tags);
      const input = { logGroupName: context.name, ...defined({ tags }) };
      await context.create(logs.createLogGroup, input, async () => ({}));
      await setRetention(context);
      return group(context);
    },
    update: async (context, existing, previous) => {
      if (previous.RetentionInDays !== undefined && context.properties.RetentionInDays === undefined)
        await context.call(logs.deleteRetentionPolicy, { logGroupName: existing.ref });
      await setRetention(context);
      return group(context);
    },
    delete: async (context, existing) => {
      await context.call(logs.deleteLogGroup, { logGroupName: existing.ref });
    },
  },
  'Custom::LogRetention': {
    kind: 'runs',
    properties: {
      ServiceToken: true,
      LogGroupName: true,
      RetentionInDays: true,
      RemovalPolicy: true,
      LogGroupRegion: 'log groups are in one region locally',
      SdkRetry: 'calls are not throttled locally',
    },
    attributes: ['LogGroupName'],
    replacedBy: ['LogGroupName'],
    create: retainLogs,
    update: retainLogs,
    delete: async ({ call, properties }, existing) => {
      if (properties.RemovalPolicy === 'destroy') await call(logs.deleteLogGroup, { logGroupName: existing.ref });
    },
  },
};
