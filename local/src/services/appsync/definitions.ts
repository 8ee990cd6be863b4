/** How an API authorizes requests, by the authentication type. */
interface ModeSettings {
  readonly API_KEY: unknown;
  readonly AWS_IAM: unknown;
  readonly AMAZON_COGNITO_USER_POOLS: {
    /** The URL of the pool on AWS. */
    readonly issuer: string;
    /** Whether users may call operations without a directive; null for an additional mode, which has no default. */
    readonly defaultAction: 'ALLOW' | 'DENY' | null;
    /** A regular expression for the id of the client. */
    readonly clientPattern: string | undefined;
  };
  readonly AWS_LAMBDA: {
    readonly functionArn: string;
    readonly ttlSeconds: number;
    /** A regular expression for tokens. */
    readonly tokenPattern: string | undefined;
  };
}

export type ModeType = keyof ModeSettings;

/** An authorization mode of an API. */
export type Mode<Type extends ModeType = ModeType> = {
  readonly [Each in Type]: { readonly type: Each } & ModeSettings[Each];
}[Type];

export interface GraphqlApi {
  readonly id: string;
  readonly name: string;
  /** The default mode and the additional ones. Earlier versions of this runtime stored none: they had only API keys. */
  readonly modes?: readonly Mode[];
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
  readonly HTTP: {
    readonly endpoint: string;
    /** For the endpoint of an AWS service: who signs requests for it. */
    readonly signing?: WithRole & { readonly service: string };
  };
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
