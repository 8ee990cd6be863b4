import type { ResourceType, ResourceTypes } from '../core/cloudformation/resource-type.ts';
import { MANIFESTS } from '../services/manifests.ts';
import { NOT_RUN_TYPES } from './not-run-types.ts';

const REFUSED_TYPES: ResourceTypes = {
  'AWS::CloudFormation::CustomResource': { kind: 'refused', reason: 'custom resources are not supported locally' },
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
  [...MANIFESTS.map(({ resourceTypes }) => resourceTypes), NESTED_STACKS, NOT_RUN_TYPES, REFUSED_TYPES].flatMap(
    (types) => Object.entries(types),
  ),
);

const UNKNOWN: ResourceType = { kind: 'refused', reason: 'this type is not known to the runtime' };
const CUSTOM: ResourceType = { kind: 'refused', reason: 'custom resources are not supported locally' };

/** How the runtime handles a resource type; unknown types are refused. */
export const resourceType = (type: string): ResourceType =>
  TYPES.get(type) ?? (type.startsWith('Custom::') ? CUSTOM : UNKNOWN);

/** Every known type, for the support table of the documentation. */
export const resourceTypes = (): ReadonlyMap<string, ResourceType> => TYPES;
