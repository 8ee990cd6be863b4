export interface GraphqlApi {
  readonly id: string;
  readonly name: string;
}

/** The schema of an API; its id is the API's. */
export interface Schema {
  readonly id: string;
  readonly definition: string;
}

export interface ApiKey {
  /** What clients send as x-api-key. */
  readonly id: string;
  readonly apiId: string;
  /** Seconds since the epoch. */
  readonly expires: number;
}

/** A function that resolves fields, called as a role. */
export interface DataSource {
  readonly id: string;
  readonly apiId: string;
  readonly name: string;
  readonly functionArn: string;
  readonly roleArn: string;
}

/** Which data source resolves a field. */
export interface Resolver {
  readonly id: string;
  readonly apiId: string;
  /** `Query.bookings` */
  readonly field: string;
  readonly dataSource: string;
}

/** What there is, by kind. */
export interface Kinds {
  readonly api: GraphqlApi;
  readonly schema: Schema;
  readonly key: ApiKey;
  readonly dataSource: DataSource;
  readonly resolver: Resolver;
}
