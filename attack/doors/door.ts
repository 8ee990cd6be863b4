import type { Choices } from '../../chaos/random.ts';
import type { WireRequest } from '../wire/request.ts';

/** The form that the answers of a door have. */
export type Form = 'json' | 'query' | 'rest-json' | 'http-api' | 'control' | 'page';

/** One way into the system, and a maker of requests that it accepts. */
export interface Door {
  /** For example `sqs:SendMessage` or `GET /reviews`. */
  readonly name: string;
  /** Group of doors, for the table. */
  readonly group: string;
  readonly form: Form;
  /** TCP port of the server behind the door. */
  readonly port: number;
  /** Whether an answer may take its time because the request waits for something. */
  readonly waits?: boolean;
  /** Whether an answer may name files of this machine, because the caller names them too. */
  readonly namesFiles?: boolean;
  /** The statuses that the door's document names; undefined if there is none. */
  readonly statuses?: readonly number[];
  /** A request without a fault. Rejects if the SDK refuses the values that were chosen. */
  request(choices: Choices): Promise<WireRequest>;
}
