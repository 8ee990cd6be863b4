import { text } from '../../core/cloudformation/properties.ts';
import type { Physical } from '../../core/cloudformation/resource-type.ts';
import { DeploymentError } from '../errors.ts';
import { evaluateValue } from '../evaluate/evaluate.ts';
import { reasonOf } from './reason.ts';
import type { OutputRecord } from './records.ts';
import type { Stack } from './stack.ts';

const MASK = '*****';

/**
 * The outputs of a stack whose resources are `physical`. Attributes of a custom resource with `NoEcho` are masked. Throws
 * DeploymentError, for example if an output reads an attribute that the response of a custom resource does not have.
 */
export const outputsOf = (
  stack: Stack,
  physical: ReadonlyMap<string, Physical>,
  exports: ReadonlyMap<string, string>,
): OutputRecord[] => {
  const shown = new Map([...physical].map(([id, found]) => [id, found.noEcho === true ? masked(found) : found]));
  const scope = stack.scope(shown, exports);
  return [...stack.outputs].map(([name, { value, exportName }]) => {
    try {
      return {
        stack: stack.name,
        name,
        value: text(evaluateValue(value, scope)) ?? '',
        exportName: exportName === undefined ? undefined : text(evaluateValue(exportName, scope)),
      };
    } catch (cause) {
      throw new DeploymentError([{ problem: { stack: stack.name, logicalId: name, message: reasonOf(cause) }, cause }]);
    }
  });
};

const masked = ({ ref, attributes }: Physical): Physical => ({
  ref,
  attributes: Object.fromEntries(Object.keys(attributes).map((name) => [name, MASK])),
});
