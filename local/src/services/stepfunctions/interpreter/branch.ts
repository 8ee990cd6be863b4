import type { Json, JsonObject } from '../language/json.ts';
import type { Address, ChildFacts, Frame } from './frame.ts';
import { frameOf } from './frame.ts';
import type { ChildType, Program } from './program.ts';

/** What is known of a branch besides its frame. */
export interface Branch {
  readonly address: Address;
  readonly program: Program;
  /** The variables of the branches around it, inner over outer. */
  readonly outer: JsonObject;
  /** The Map item this branch works on, or is inside of: `$$.Map`. */
  readonly mapItem?: JsonObject;
  /** The child execution of a distributed Map that this branch is, or is inside of. */
  readonly child?: Child;
}

export interface Child {
  readonly address: Address;
  readonly mapRunArn: string;
  /** Its position in the Map Run. */
  readonly index: number;
  readonly type: ChildType;
  readonly facts: ChildFacts;
}

const NO_VARIABLES: JsonObject = {};

/** The branch that is the whole state machine. */
export const rootBranch = (program: Program): Branch => ({ address: [], program, outer: NO_VARIABLES });

/** The branch at `index` of the group that `frame` has going. */
export function innerBranch(around: Branch, frame: Frame, index: number, address: Address): Branch {
  const { address: _address, program: _program, outer: _outer, ...inherited } = around;
  const state = around.program.states.get(frame.state);
  const program = state?.branches[state.type === 'Map' ? 0 : index] ?? around.program;
  const mapRun = frame.group?.mapRun;
  const facts = frameOf(frame.group?.slots[index])?.child;
  if (mapRun !== undefined && facts !== undefined) {
    const child = { address, mapRunArn: mapRun.arn, index, type: state?.childType ?? 'STANDARD', facts };
    return { address, program, outer: NO_VARIABLES, child };
  }
  const outer = frame.variables === undefined ? around.outer : { ...around.outer, ...frame.variables };
  const items = frame.group?.items ?? frame.input;
  const value = state?.type === 'Map' && Array.isArray(items) ? items[index] : undefined;
  const mapItem = value === undefined ? {} : { mapItem: mapItemOf(index, value) };
  return { ...inherited, address, program, outer, ...mapItem };
}

export const mapItemOf = (index: number, value: Json): JsonObject => ({ Item: { Index: index, Value: value } });
