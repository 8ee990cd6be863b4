import { text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, RunningType } from '../../core/cloudformation/resource-type.ts';
import type { ValueObject } from '../../core/cloudformation/value.ts';
import type { Asked, Providers, Success } from './custom-resources.ts';
import { asSent, type CustomResourceRequest, requestProblem, timeoutSecondsOf } from './request.ts';
import { sentProperties } from './sdk-calls.ts';

/** What the type of a custom resource needs to know besides its context. */
interface CustomResourceFacts {
  readonly providers: Providers;
  /** Type name in the template, e.g. `Custom::Greeting`. */
  readonly type: string;
  readonly stackId: string;
}

/** The resource type of a custom resource: its provider creates, updates and deletes it. */
export const customResourceType = ({ providers, type, stackId }: CustomResourceFacts): RunningType => {
  const asked = (
    { name, logicalId, properties }: ResourceContext,
    request: Pick<CustomResourceRequest, 'RequestType' | 'PhysicalResourceId' | 'OldResourceProperties'>,
  ): Asked => {
    const problem = requestProblem(properties);
    if (problem) throw new Error(`${problem.property}: ${problem.message}`);
    return {
      resource: name,
      timeoutSeconds: timeoutSecondsOf(properties),
      request: {
        ...request,
        ServiceToken: serviceToken(properties),
        StackId: stackId,
        LogicalResourceId: logicalId,
        ResourceType: type,
        ResourceProperties: asSent(sentProperties(properties)),
      },
    };
  };
  return {
    kind: 'runs',
    properties: {},
    attributes: [],
    replacedBy: [],
    updateCanReplace: true,
    create: async (context) => physicalOf(await providers.perform(asked(context, { RequestType: 'Create' }))),
    update: async (context, { ref }, previous) => {
      if (serviceToken(context.properties) !== serviceToken(previous))
        throw new Error('Modifying service token is not allowed.');
      const OldResourceProperties = asSent(sentProperties(previous));
      const request = { RequestType: 'Update', PhysicalResourceId: ref, OldResourceProperties } as const;
      return physicalOf(await providers.perform(asked(context, request)));
    },
    delete: async (context, { ref }) => {
      const { name } = context;
      const latest = providers.latest(name);
      if (ref === '' && latest?.isSent !== true) return;
      const PhysicalResourceId = ref === '' ? (latest?.outcome?.physicalId ?? name) : ref;
      await providers.perform(asked(context, { RequestType: 'Delete', PhysicalResourceId }));
    },
  };
};

const serviceToken = ({ ServiceToken }: ValueObject): string => text(ServiceToken) ?? '';

const physicalOf = ({ physicalId, data, noEcho }: Success): Physical => ({ ref: physicalId, attributes: data, noEcho });
