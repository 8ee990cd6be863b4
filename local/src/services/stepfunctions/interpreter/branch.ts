import type { Json, JsonObject } from '../language/json.ts';
import type { Address, ChildFacts, Frame } from './frame.ts';
import { frameOf } from './frame.ts';
import type { ChildType, Program } from './program.ts';

/** Facts about a branch that its frame does not hold. */
export interface Branch {
  readonly address: Address;
  readonly program: Program;
  /** The variables of the enclosing branches; an inner one overrides an outer one of the same name. */
  readonly outer: JsonObject;
  /** `$$.Map`: the Map item of this branch or of the branch around it. */
  readonly mapItem?: JsonObject;
  /** The child execution of a distributed Map that contains this branch. */
  readonly child?: Child;
}

export interface Child {
  readonly address: Address;
  readonly mapRunArn: string;
  /** Position of the child execution in the Map Run. */
  readonly index: number;
  readonly type: ChildType;
  readonly facts: ChildFacts;
}

const NO_VARIABLES: JsonObject = {};

/** The branch that is the whole state machine. */
export const rootBranch = (program: Program): Branch => ({ address: [], program, outer: NO_VARIABLES });

/** The branch at `index` of the group of `frame`. */
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
