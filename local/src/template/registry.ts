import type { ResourceType, ResourceTypes } from '../core/cloudformation/resource-type.ts';
import { MANIFESTS } from '../services/manifests.ts';
import { NOT_RUN_TYPES } from './not-run-types.ts';

const CUSTOM: ResourceType = { kind: 'custom resource' };

const needs = (service: string): ResourceType => ({
  kind: 'refused',
  reason: `its function calls ${service}, which does not exist here`,
});

/** Custom resources in general, and those of the CDK whose functions call services that do not exist here. */
const CUSTOM_TYPES: ResourceTypes = {
  'AWS::CloudFormation::CustomResource': CUSTOM,
  'Custom::AWSCDKOpenIdConnectProvider': needs('IAM for OpenID Connect providers'),
  'Custom::CrossAccountZoneDelegation': needs('Route 53'),
  'Custom::CrossRegionExportReader': needs('Systems Manager in other regions'),
  'Custom::CrossRegionExportWriter': needs('Systems Manager in other regions'),
  'Custom::CrossRegionStringParameterReader': needs('Systems Manager in other regions'),
  'Custom::DeleteExistingRecordSet': needs('Route 53'),
  'Custom::DynamoDBReplica': needs('DynamoDB in other regions'),
  'Custom::ECRAutoDeleteImages': needs('ECR'),
  'Custom::GluePartitionIndex': needs('Glue'),
  'Custom::VpcRestrictDefaultSG': needs('EC2'),
};

const NESTED_STACKS: ResourceTypes = {
  'AWS::CloudFormation::Stack': {
    kind: 'nested stack',
    properties: {
      TemplateURL: true,
      Parameters: true,
      Tags: 'stacks have no tags locally',
      TimeoutInMinutes: 'deployments have no time limit locally',
      NotificationARNs: 'deployments are not announced locally',
    },
  },
};

const TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [...MANIFESTS.map(({ resourceTypes }) => resourceTypes), NESTED_STACKS, NOT_RUN_TYPES, CUSTOM_TYPES].flatMap(
    (types) => Object.entries(types),
  ),
);

const UNKNOWN: ResourceType = { kind: 'refused', reason: 'this type is not known to the runtime' };

/** How the runtime handles a resource type; unknown types are refused, except those of custom resources. */
export const resourceType = (type: string): ResourceType =>
  TYPES.get(type) ?? (type.startsWith('Custom::') ? CUSTOM : UNKNOWN);

/** Every known type, for the support table of the documentation. */
export const resourceTypes = (): ReadonlyMap<string, ResourceType> => TYPES;
