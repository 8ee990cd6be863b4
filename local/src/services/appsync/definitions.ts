export interface GraphqlApi {
  readonly id: string;
  readonly name: string;
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

/** A function that resolves fields, and the role that invokes it. */
interface DataSource {
  readonly id: string;
  readonly apiId: string;
  readonly name: string;
  readonly functionArn: string;
  readonly roleArn: string;
}

/** Assigns to a field the data source that resolves it. */
interface Resolver {
  readonly id: string;
  readonly apiId: string;
  /** For example `Query.bookings`. */
  readonly field: string;
  readonly dataSource: string;
}

/** The types of definitions, by kind. */
export interface Kinds {
  readonly api: GraphqlApi;
  readonly schema: Schema;
  readonly key: ApiKey;
  readonly dataSource: DataSource;
  readonly resolver: Resolver;
}
