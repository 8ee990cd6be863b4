export interface GraphqlApi {
  readonly id: string;
  readonly name: string;
  /** `ctx.env` of JavaScript resolvers. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The schema of an API; the schema's id is the id of the API. */
interface Schema {
  readonly id: string;
  readonly definition: string;
}

interface ApiKey {
  /** The secret that clients send in the header x-api-key. */
  readonly id: string;
  readonly apiId: string;
  /** Seconds since the epoch. */
  readonly expires: number;
}

/** A data source called with a role. */
interface WithRole {
  readonly roleArn: string;
}

/** What resolves fields, by the type of the data source. */
export interface SourceTypes {
  readonly NONE: unknown;
  readonly AWS_LAMBDA: WithRole & { readonly functionArn: string };
  readonly AMAZON_DYNAMODB: WithRole & { readonly tableName: string };
  readonly HTTP: { readonly endpoint: string };
  readonly AMAZON_EVENTBRIDGE: WithRole & { readonly busArn: string };
}

export type SourceSettings = {
  readonly [Type in keyof SourceTypes]: { readonly type: Type } & SourceTypes[Type];
}[keyof SourceTypes];

export type DataSource = SourceSettings & {
  readonly id: string;
  readonly apiId: string;
  readonly name: string;
};

/** A step of a resolver: a data source, and the code with the handlers around it. */
export interface Step {
  readonly dataSource: string;
  /** Undefined if a function is invoked with the context and its result is the value. */
  readonly code?: string;
}

/** A function of pipelines. */
interface PipelineFunction extends Step {
  /** `<API id>/<function id>` */
  readonly id: string;
}

/** Resolves a field: with one step, or with the functions of a pipeline and the code around them. */
export type Resolver = {
  readonly id: string;
  readonly apiId: string;
  /** For example `Query.bookings`. */
  readonly field: string;
} & (Step | Pipeline);

export interface Pipeline {
  readonly code: string;
  /** The ids of the functions, in their order. */
  readonly functions: readonly string[];
}

/** The types of definitions, by kind. */
export interface Kinds {
  readonly api: GraphqlApi;
  readonly schema: Schema;
  readonly key: ApiKey;
  readonly dataSource: DataSource;
  readonly function: PipelineFunction;
  readonly resolver: Resolver;
}
