import type { Diagnostic } from './diagnostic.ts';
import { schemaError } from './diagnostic.ts';
import type { Check, Place } from './place.ts';

/**
 * The form of the ARNs of functions and activities. Like AWS, does not check whether region, account and name are
 * valid.
 */
const LAMBDA_OR_ACTIVITY = /^arn:[^:]+:(?:lambda:[^:]+:[^:]+:function:.+|states:[^:]+:[^:]+:activity:.+)$/;
const ACTIVITY = /^arn:[^:]+:states:[^:]+:[^:]+:activity:/;
const INTEGRATION =
  /^arn:aws[\w-]*:states:(?:[\w-]*):(?:\d*):([\w-]+):([\w:-]+?)(\.sync|\.sync:2|\.waitForTaskToken)?$/;

/** The optimized integrations in AWS's list: APIs by service. */
const OPTIMIZED: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    apigateway: 'invoke',
    athena: 'startQueryExecution stopQueryExecution getQueryExecution getQueryResults',
    batch: 'submitJob',
    bedrock: 'invokeModel createModelCustomizationJob',
    codebuild:
      'startBuild stopBuild batchDeleteBuilds batchGetReports startBuildBatch stopBuildBatch retryBuildBatch deleteBuildBatch',
    databrew: 'startJobRun',
    dynamodb: 'getItem putItem updateItem deleteItem',
    ecs: 'runTask',
    eks: 'call createCluster deleteCluster createFargateProfile deleteFargateProfile createNodegroup deleteNodegroup runJob',
    elasticmapreduce:
      'createCluster terminateCluster addStep cancelStep setClusterTerminationProtection modifyInstanceFleetByName modifyInstanceGroupByName',
    'emr-containers': 'createVirtualCluster deleteVirtualCluster startJobRun',
    'emr-serverless': 'createApplication startApplication stopApplication deleteApplication startJobRun cancelJobRun',
    events: 'putEvents',
    glue: 'startJobRun',
    http: 'invoke',
    lambda: 'invoke',
    mediaconvert: 'createJob',
    s3: 'getObject putObject listObjectsV2',
    sagemaker:
      'createEndpoint createEndpointConfig createHyperParameterTuningJob createLabelingJob createModel createProcessingJob createTrainingJob createTransformJob updateEndpoint',
    sns: 'publish',
    sqs: 'sendMessage',
    states: 'startExecution',
  }).map(([service, names]) => [service, new Set(names.split(' '))]),
);

/** The Resource of a Task: a Lambda function, an activity or a service integration. */
export const resource: Check = (value, place) => {
  if (typeof value !== 'string' || !value.startsWith('arn:'))
    return [schemaError(place.location, 'Value is not a valid resource ARN')];
  if (LAMBDA_OR_ACTIVITY.test(value)) return expressProblem(place, ACTIVITY.test(value) ? 'Activity ARN' : undefined);
  const [, service, action, pattern] = INTEGRATION.exec(value) ?? [];
  if (service === undefined || action === undefined || !isKnown(service, action))
    return [unknownResource(value, place)];
  const kind = pattern?.startsWith('.sync') ? '.sync' : pattern;
  return expressProblem(place, kind === undefined ? undefined : `'${kind}' service integration`);
};

const isKnown = (service: string, action: string): boolean =>
  service === 'aws-sdk' ? /^[\w-]+:\w+$/.test(action) : (OPTIMIZED.get(service)?.has(action) ?? false);

const unknownResource = (value: string, place: Place): Diagnostic =>
  schemaError(
    place.location,
    `The resource provided ${value} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
  );

function expressProblem(place: Place, what: string | undefined): Diagnostic[] {
  if (place.stateMachine.type !== 'EXPRESS' || what === undefined) return [];
  return [schemaError(place.location, `Express state machine does not support ${what}`)];
}
