import type { Home } from '../aws/arn.ts';
import type { Operation, OperationInput } from '../operation.ts';
import type { Asset } from './asset.ts';
import type { ValueObject } from './value.ts';

/**
 * What becomes of a property: `true` it is carried out; a text: known, not run here, for this reason; a table: an
 * object, or a list of objects, whose members are looked up in turn. A property in no table is an error.
 */
export type PropertyRule = true | string | PropertyTable;
export interface PropertyTable {
  readonly [property: string]: PropertyRule;
}

/** A resource as it exists. */
export interface Physical {
  /** What `Ref` gives; the physical id. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: { readonly [name: string]: string };
}

/** What carrying out one resource needs. */
export interface ResourceContext {
  readonly stack: string;
  readonly logicalId: string;
  /** Its physical name: the one given in the template, or one made from stack and logical id. */
  readonly name: string;
  /** Evaluated. */
  readonly properties: ValueObject;
  readonly home: Home;
  /** Calls a service as the account's administrator. Throws AwsError. */
  call<Input extends OperationInput, Output>(
    operation: Operation<Input, Output>,
    input: NoInfer<Input>,
  ): Promise<Output>;
  /**
   * As `call`, for creating. When an earlier creation was cut off before it was recorded and the resource is there
   * already, answers with `takeOver` instead; a resource that somebody else made is an error, as on AWS.
   */
  create<Input extends OperationInput, Output>(
    operation: Operation<Input, Output>,
    input: NoInfer<Input>,
    takeOver: () => Promise<NoInfer<Output>>,
  ): Promise<Output>;
  /** The asset behind an object key of the assets bucket. */
  asset(objectKey: string): Asset | undefined;
}

/** A type of resources that is carried out. */
export interface RunningType {
  readonly kind: 'runs';
  readonly properties: PropertyTable;
  /** Names that `Fn::GetAtt` may ask for. */
  readonly attributes: readonly string[];
  /** The property that holds the physical name, if it has one. */
  readonly nameProperty?: string;
  /** The longest physical name in characters; 64 unless said. */
  readonly maxNameLength?: number;
  /** Properties whose change needs a new resource. */
  readonly replacedBy: readonly string[];
  /** Whether its contents would be lost by a replacement under the same name, which is therefore refused. */
  readonly holdsData?: boolean;
  /** What besides its properties decides whether it changed, e.g. where an asset lies. */
  contents?(context: ResourceContext): string;
  create(context: ResourceContext): Promise<Physical>;
  /** Takes over new properties; `previous` are those of the last deployment. */
  update(context: ResourceContext, existing: Physical, previous: ValueObject): Promise<Physical>;
  /** `context.properties` are those of the last deployment. */
  delete(context: ResourceContext, existing: Physical): Promise<void>;
}

/** A type that the runtime knows and does not run: it has names to refer to, and nothing behind them. */
export interface NotRunType {
  readonly kind: 'not run';
  readonly reason: string;
  readonly nameProperty?: string;
  describe(context: Pick<ResourceContext, 'name' | 'properties' | 'home'>): Physical;
  readonly attributes: readonly string[];
}

/** A type whose resources change what others do, so that running without it would mislead. */
export interface RefusedType {
  readonly kind: 'refused';
  readonly reason: string;
}

export type ResourceType = RunningType | NotRunType | RefusedType;
export type ResourceTypes = { readonly [type: string]: ResourceType };
