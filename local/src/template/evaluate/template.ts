import type { Value, ValueObject } from '../../core/cloudformation/value.ts';

/** A resource as the template declares it; `properties` contain unevaluated expressions. */
export interface ResourceDeclaration {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: ValueObject;
  readonly dependsOn: readonly string[];
  readonly condition: string | undefined;
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
}

export interface OutputDeclaration {
  readonly value: Value;
  readonly exportName: Value | undefined;
  readonly condition: string | undefined;
}

export interface ParameterDeclaration {
  readonly type: string;
  readonly default: Value | undefined;
  readonly allowedValues: readonly Value[] | undefined;
}

/**
 * A template with every section present.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export interface Template {
  readonly parameters: ReadonlyMap<string, ParameterDeclaration>;
  readonly mappings: ValueObject;
  readonly conditions: ValueObject;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
}
