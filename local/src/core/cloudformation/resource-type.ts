import type { Home } from '../aws/arn.ts';
import type { Operation, OperationInput } from '../operation.ts';
import type { Asset } from './asset.ts';
import type { Value, ValueObject } from './value.ts';

/**
 * Support of a property. `true`: supported. A text: ignored by design; the text is the reason. A table: the property is
 * an object or a list of objects, and the table has the rules for their members. A property without a rule is an error.
 */
type PropertyRule = true | string | PropertyTable;
export interface PropertyTable {
  readonly [property: string]: PropertyRule;
}

/** Identity of an existing resource. */
export interface Physical {
  /** Value of `Ref`: the physical id. */
  readonly ref: string;
  /** Values of `Fn::GetAtt`. Only those of custom resources can be other values than strings. */
  readonly attributes: { readonly [name: string]: Value };
  /** Whether the attributes are secret: outputs that read them show asterisks. */
  readonly noEcho?: boolean;
}

/** Input for creating, updating or deleting one resource. */
export interface ResourceContext {
  readonly stack: string;
  readonly logicalId: string;
  /** Physical name: from the template, or generated from stack and logical id. */
  readonly name: string;
  /** Evaluated properties. */
  readonly properties: ValueObject;
  readonly home: Home;
  /** Calls a service as the account's administrator. Throws AwsError. */
  call<Input extends OperationInput, Output>(
    operation: Operation<Input, Output>,
    input: NoInfer<Input>,
  ): Promise<Output>;
  /**
   * Like `call`, for creation. If an earlier creation was interrupted before it was recorded and the resource exists,
   * returns `takeOver()` instead. A resource that the deployment did not create is an error, as on AWS.
   */
  create<Input extends OperationInput, Output>(
    operation: Operation<Input, Output>,
    input: NoInfer<Input>,
    takeOver: () => Promise<NoInfer<Output>>,
  ): Promise<Output>;
  /** The asset with this object key in the assets bucket. */
  asset(objectKey: string): Asset | undefined;
}

/**
 * Finds a problem of properties that can be seen before the deployment; undefined if there is none. Functions in
 * `properties` that refer to resources are not evaluated. `asset` finds an asset by its object key.
 */
export type PropertyCheck = (
  properties: ValueObject,
  home: Home,
  asset: (objectKey: string) => Asset | undefined,
) => { readonly property: string; readonly message: string } | undefined;

/** A supported resource type. */
export interface RunningType {
  readonly kind: 'runs';
  readonly properties: PropertyTable;
  /** Attribute names for `Fn::GetAtt`. */
  readonly attributes: readonly string[];
  /** Property with the physical name, if the type has one. */
  readonly nameProperty?: string;
  /** Maximum length of the physical name; default 64. */
  readonly maxNameLength?: number;
  /** Properties whose change requires replacement. */
  readonly replacedBy: readonly string[];
  /** True if a replacement under the same name would lose data. Such a replacement is refused. */
  readonly holdsData?: boolean;
  /**
   * True if a retained resource is created again, and not adopted, when its logical id returns to the template. AWS
   * always creates it again.
   */
  readonly isCreatedAgain?: boolean;
  /**
   * True if `update` can return another `ref`. The resource is then a replacement, and the resource with the previous
   * `ref` is deleted at the end of the deployment.
   */
  readonly updateCanReplace?: boolean;
  /** True if a creation can wait for work of other resources: background work begins before it. */
  readonly isWaiting?: true;
  /** The check of the properties before the deployment. It is asynchronous if it loads modules on first use. */
  problem?(...properties: Parameters<PropertyCheck>): ReturnType<PropertyCheck> | Promise<ReturnType<PropertyCheck>>;
  /** Fingerprint of content besides the properties, e.g. an asset's path. A new value causes an update. */
  contents?(context: ResourceContext): string;
  create(context: ResourceContext): Promise<Physical>;
  /** Applies new properties; `previous` are those of the last deployment. */
  update(context: ResourceContext, existing: Physical, previous: ValueObject): Promise<Physical>;
  /** `context.properties` are those of the last deployment. */
  delete(context: ResourceContext, existing: Physical): Promise<void>;
}

/** A type that the runtime ignores by design. References to it get placeholder names. */
export interface NotRunType {
  readonly kind: 'not run';
  readonly reason: string;
  readonly nameProperty?: string;
  describe(context: Pick<ResourceContext, 'name' | 'properties' | 'home'>): Physical;
  readonly attributes: readonly string[];
}

/** A type that is refused, because other resources would behave differently without it. */
interface RefusedType {
  readonly kind: 'refused';
  readonly reason: string;
}

/** A nested stack, whose template is an asset of the assembly. Its attributes are `Outputs.<name>`. */
interface NestedStackType {
  readonly kind: 'nested stack';
  readonly properties: PropertyTable;
}

/** A custom resource, which a function or topic of its template carries out. It can have any property and attribute. */
interface CustomResourceType {
  readonly kind: 'custom resource';
}

export type ResourceType = RunningType | NotRunType | RefusedType | NestedStackType | CustomResourceType;
export type ResourceTypes = { readonly [type: string]: ResourceType };
