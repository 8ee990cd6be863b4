import type { Json, JsonObject } from '../../language/json.ts';
import { isObject } from '../../language/json.ts';
import { evaluateJsonata } from '../../language/jsonata.ts';
import { MAX_PAYLOAD_BYTES, utf8Bytes } from '../../language/payload-size.ts';
import { evaluateTemplate } from '../../language/payload-template.ts';
import type { State } from '../program.ts';
import { dataLimitExceeded, StateFailure } from '../state-failure.ts';
import type { MapScope } from './map-numbers.ts';
import { numberOf } from './map-numbers.ts';

const PLACE = 'ItemBatcher/';

/** ItemBatcher: the inputs of the child executions, `{ BatchInput, Items }`. Each batch is filled up to the limits. */
export async function batchesOf(at: MapScope, batcher: JsonObject, items: readonly Json[]): Promise<JsonObject[]> {
  const maxItems = (await numberOf(at, batcher, 'MaxItemsPerBatch', PLACE)) || Number.POSITIVE_INFINITY;
  const givenBytes = (await numberOf(at, batcher, 'MaxInputBytesPerBatch', PLACE)) || MAX_PAYLOAD_BYTES;
  const maxBytes = Math.min(givenBytes, MAX_PAYLOAD_BYTES);
  const around = await batchInput(at, batcher);
  const emptyBytes = utf8Bytes(JSON.stringify({ ...around, Items: [] }));
  const batches: Json[][] = [];
  let bytes = 0;
  for (const item of items) {
    const itemBytes = utf8Bytes(JSON.stringify(item));
    if (emptyBytes + itemBytes > maxBytes) {
      throw new StateFailure({ ...dataLimitExceeded(at.active.state.name), beyondAll: true });
    }
    const batch = batches.at(-1);
    const comma = 1;
    if (batch !== undefined && batch.length < maxItems && bytes + comma + itemBytes <= maxBytes) {
      batch.push(item);
      bytes += comma + itemBytes;
    } else {
      batches.push([item]);
      bytes = emptyBytes + itemBytes;
    }
  }
  return batches.map((batch) => ({ ...around, Items: batch }));
}

/** Number of items in the input of a child execution. */
export function itemCount({ fields }: State, input: Json | undefined): number {
  const isBatch = fields.ItemBatcher !== undefined && isObject(input) && Array.isArray(input.Items);
  return isBatch && Array.isArray(input.Items) ? input.Items.length : 1;
}

async function batchInput({ active, scope, root }: MapScope, { BatchInput }: JsonObject): Promise<JsonObject> {
  if (BatchInput === undefined) return {};
  const value = active.state.jsonata
    ? await evaluateJsonata(BatchInput, scope, `${PLACE}BatchInput`)
    : evaluateTemplate(BatchInput, scope, root);
  return { BatchInput: value };
}
