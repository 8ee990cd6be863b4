import type { Home } from '../../../core/aws/arn.ts';
import type { Store } from '../../../core/store/store.ts';
import { connectionArn, resourceOf } from '../names.ts';
import type { AuthorizationType, AuthParameters } from './auth-parameters.ts';

export interface Connection {
  readonly name: string;
  /** The last part of the connection's ARN. */
  readonly id: string;
  readonly authorizationType: AuthorizationType;
  /** With the secrets; null after DeauthorizeConnection. */
  readonly parameters: AuthParameters | null;
  readonly description: string | null;
  readonly state: 'AUTHORIZED' | 'AUTHORIZING' | 'DEAUTHORIZED';
  readonly stateReason: string | null;
  /** The part of the secret's ARN after the connection's name. */
  readonly secretId: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly authorizedMs: number | null;
}

const COLUMNS = `name, id, type AS authorizationType, parameters, description, state, state_reason AS stateReason,
  secret_id AS secretId, created_ms AS createdMs, modified_ms AS modifiedMs, authorized_ms AS authorizedMs`;

type Row = Omit<Connection, 'parameters'> & { readonly parameters: string | null };

const read = ({ parameters, ...row }: Row): Connection => ({
  ...row,
  parameters: parameters === null ? null : (JSON.parse(parameters) as AuthParameters),
});

/** Connections by name. Methods that write must be called inside a transaction of the store. */
export class ConnectionStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  find(name: string): Connection | undefined {
    const row = this.#store.prepare(`SELECT ${COLUMNS} FROM eventbridge_connections WHERE name = ?`).get(name);
    return row && read(row as unknown as Row);
  }

  /** The connection with this ARN. One that was deleted and created again has another ARN. */
  findByArn(home: Home, arn: string): Connection | undefined {
    const found = this.find(resourceOf(arn, 'connection')?.split('/')[0] ?? '');
    return found && connectionArn(home, found) === arn ? found : undefined;
  }

  list(): readonly Connection[] {
    const rows = this.#store.prepare(`SELECT ${COLUMNS} FROM eventbridge_connections ORDER BY name`).all();
    return (rows as unknown as Row[]).map(read);
  }

  put(connection: Connection): void {
    const { name, id, authorizationType, parameters, description, state } = connection;
    const { stateReason, secretId, createdMs, modifiedMs, authorizedMs } = connection;
    const json = parameters && JSON.stringify(parameters);
    this.#store
      .prepare(
        `INSERT OR REPLACE INTO eventbridge_connections (name, id, type, parameters, description, state, state_reason,
          secret_id, created_ms, modified_ms, authorized_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        name,
        id,
        authorizationType,
        json,
        description,
        state,
        stateReason,
        secretId,
        createdMs,
        modifiedMs,
        authorizedMs,
      );
  }

  delete(name: string): void {
    this.#store.prepare('DELETE FROM eventbridge_connections WHERE name = ?').run(name);
  }
}
