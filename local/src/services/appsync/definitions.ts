export interface GraphqlApi {
  readonly id: string;
  readonly name: string;
}

/** Schema of an API; its id is the API's id. */
interface Schema {
  readonly id: string;
  readonly definition: string;
}

interface ApiKey {
  /** Secret that clients send in the header x-api-key. */
  readonly id: string;
  readonly apiId: string;
  /** Seconds since the epoch. */
  readonly expires: number;
}

/** A function that resolves fields, and the role that invokes it. */
interface DataSource {
  readonly id: string;
  readonly apiId: string;
  readonly name: string;
  readonly functionArn: string;
  readonly roleArn: string;
}

/** Assigns a field to the data source that resolves it. */
interface Resolver {
  readonly id: string;
  readonly apiId: string;
  /** E.g. `Query.bookings`. */
  readonly field: string;
  readonly dataSource: string;
}

/** Types of definitions, by kind. */
export interface Kinds {
  readonly api: GraphqlApi;
  readonly schema: Schema;
  readonly key: ApiKey;
  readonly dataSource: DataSource;
  readonly resolver: Resolver;
}
