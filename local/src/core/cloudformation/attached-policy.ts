import { object, texts } from './properties.ts';
import type { Physical, ResourceContext, RunningType } from './resource-type.ts';

/** A policy of a template that becomes an attribute of other resources. */
export interface AttachedPolicy {
  /** The property with the resources that get the policy. */
  readonly targets: string;
  /** Sets the policy of one of them; an empty text removes it. */
  readonly set: (context: ResourceContext, target: string, policy: string) => Promise<void>;
  /** What of a target's text names the resource, if the rest can change. */
  readonly nameIn?: (target: string) => string;
}

/**
 * The resource type of such a policy. A resource that stays among the targets keeps its policy during an update, because it
 * can already be called then.
 */
export const attachedPolicy = ({ targets, set, nameIn = (target) => target }: AttachedPolicy): RunningType => {
  const setAll = async (context: ResourceContext): Promise<Physical> => {
    const policy = JSON.stringify(object(context.properties.PolicyDocument));
    for (const target of texts(context.properties[targets])) await set(context, target, policy);
    return { ref: context.name, attributes: { Id: context.name } };
  };
  return {
    kind: 'runs',
    properties: { [targets]: true, PolicyDocument: true },
    attributes: ['Id'],
    replacedBy: [],
    create: setAll,
    update: async (context, _, previous) => {
      const kept = texts(context.properties[targets]).map(nameIn);
      for (const target of texts(previous[targets])) if (!kept.includes(nameIn(target))) await set(context, target, '');
      return setAll(context);
    },
    delete: async (context) => {
      for (const target of texts(context.properties[targets])) await set(context, target, '');
    },
  };
};
