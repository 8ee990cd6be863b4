import { text } from '../../core/cloudformation/properties.ts';
import { AssemblyError, ExpressionError } from '../errors.ts';
import { evaluateValue } from '../evaluate/evaluate.ts';
import type { Scope } from '../evaluate/scope.ts';
import type { ResourceDeclaration, Template } from '../evaluate/template.ts';

const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** Reads the template of a nested stack by the object key of its asset. Throws AssemblyError. */
export type ReadNested = (objectKey: string) => Template;

interface NestedTemplates {
  /** By the logical id of the nested stack. */
  readonly templates: ReadonlyMap<string, Template>;
  readonly problems: readonly { readonly name: string; readonly message: string }[];
}

/**
 * Reads the templates of a stack's nested stacks, which are file assets of the assembly. `scope` has the parameters of the
 * stack and no resources.
 */
export const nestedTemplates = (
  resources: ReadonlyMap<string, ResourceDeclaration>,
  scope: Scope,
  read: ReadNested,
): NestedTemplates => {
  const templates = new Map<string, Template>();
  const problems: { name: string; message: string }[] = [];
  for (const { logicalId, type, properties } of resources.values()) {
    if (type !== NESTED_STACK) continue;
    try {
      const url = text(evaluateValue(properties.TemplateURL ?? '', scope)) ?? '';
      templates.set(logicalId, read(url.replace(/^.*\//, '')));
    } catch (error) {
      if (!(error instanceof ExpressionError || error instanceof AssemblyError)) throw error;
      problems.push({ name: logicalId, message: error.message });
    }
  }
  return { templates, problems };
};
