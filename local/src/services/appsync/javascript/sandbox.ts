import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
  Scope,
  type VmCallResult,
} from 'quickjs-emscripten-core';
import { isMembers } from './functions/arguments.ts';
import { HandlerStopped, type Running, type Stop } from './functions/function-table.ts';
import { FUNCTIONS } from './functions/functions.ts';
import { moduleSource, PREPARE } from './guest-source.ts';

/** Maximum memory of the code and of its values, in bytes. */
const MAX_MEMORY_BYTES = 128 * 2 ** 20;
/** A part of the stack of the thread, so that deep recursion is an error of the code. */
const MAX_STACK_BYTES = 128 * 2 ** 10;
const FILE = 'code.js';

export interface SandboxWork {
  /** The code of a resolver or of a function. */
  readonly code: string;
  /** The exported function that is called. */
  readonly handler: 'request' | 'response';
  /** The context of the handler in JSON. */
  readonly context: string;
  readonly running: Running;
  /** Maximum processor time, in milliseconds. */
  readonly limitMs: number;
}

/** How a handler ended: `json` has its value and the stash. A `fault` is an error in the code. */
export type SandboxResult =
  | { readonly kind: 'value'; readonly json: string }
  | { readonly kind: 'stopped'; readonly stop: Stop }
  | { readonly kind: 'fault'; readonly message: string };

/** Thrown for an error in the code. */
class CodeFault extends Error {
  override readonly name = 'CodeFault';
}

let loaded: Promise<QuickJSWASMModule> | undefined;

/**
 * Runs a handler in an interpreter of its own, which can reach nothing but FUNCTIONS. Memory, stack and processor time
 * are limited. Must run in a worker thread, because it blocks until the handler ends.
 */
export const runInSandbox = async (work: SandboxWork): Promise<SandboxResult> => {
  loaded ??= newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-wasmfile-release-sync'));
  const interpreter = await loaded;
  try {
    return runIn(interpreter, work);
  } catch (error) {
    // The state of an interpreter that fails itself is unknown, so the next handler gets a new one.
    loaded = undefined;
    return { kind: 'fault', message: `${FILE}: ${error instanceof Error ? error.name : 'Error'}` };
  }
};

const runIn = (interpreter: QuickJSWASMModule, work: SandboxWork): SandboxResult =>
  Scope.withScope((scope) => {
    const runtime = scope.manage(interpreter.newRuntime());
    runtime.setMemoryLimit(MAX_MEMORY_BYTES);
    runtime.setMaxStackSize(MAX_STACK_BYTES);
    runtime.setInterruptHandler(untilUsed(work.limitMs));
    runtime.setModuleLoader((name) => moduleSource(name) ?? { error: new Error(`The module ${name} does not exist`) });
    const vm = scope.manage(runtime.newContext());
    const stops: Stop[] = [];
    try {
      const json = called(vm, scope, work, (stop) => stops.push(stop));
      return { kind: 'value', json };
    } catch (error) {
      if (!(error instanceof CodeFault)) throw error;
      const [stop] = stops;
      return stop ? { kind: 'stopped', stop } : { kind: 'fault', message: error.message };
    }
  });

/** Calls the handler; returns its value and the stash in JSON. Throws CodeFault. */
const called = (
  vm: QuickJSContext,
  scope: Scope,
  { code, handler, context, running }: SandboxWork,
  onStop: (stop: Stop) => void,
): string => {
  const managed = (result: VmCallResult<QuickJSHandle>): QuickJSHandle => scope.manage(valueIn(vm, result));
  const prepare = managed(vm.evalCode(PREPARE, 'prepare.js', { type: 'global' }));
  const call = scope.manage(bridge(vm, running, onStop));
  const run = managed(vm.callFunction(prepare, vm.undefined, call));
  const exported = managed(vm.evalCode(code, FILE, { type: 'module' }));
  const called = scope.manage(vm.getProp(exported, handler));
  const input = scope.manage(vm.newString(context));
  return vm.getString(managed(vm.callFunction(run, vm.undefined, called, input)));
};

/** The function with which code calls FUNCTIONS. */
const bridge = (vm: QuickJSContext, running: Running, onStop: (stop: Stop) => void): QuickJSHandle =>
  vm.newFunction('call', (name, args) => {
    try {
      const known = vm.getString(name);
      const run = Object.hasOwn(FUNCTIONS, known) ? FUNCTIONS[known] : undefined;
      const value = run?.(JSON.parse(vm.getString(args)), running);
      return value === undefined ? vm.undefined : vm.newString(JSON.stringify(value));
    } catch (error) {
      if (error instanceof HandlerStopped) onStop(error.stop);
      const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
      return { error: vm.newError({ name: kind, message }) };
    }
  });

const valueIn = (vm: QuickJSContext, result: VmCallResult<QuickJSHandle>): QuickJSHandle => {
  if (!result.error) return result.value;
  const fault: unknown = result.error.consume((error) => vm.dump(error));
  throw new CodeFault(faultText(isMembers(fault) ? fault : { message: String(fault) }));
};

const AT = new RegExp(`\\((${FILE}:\\d+:\\d+)\\)`);

/** The position and the message of an error in the code, as AppSync shows them. */
const faultText = ({ name = 'Error', message = '', stack = '' }: { readonly [name: string]: unknown }): string => {
  const at = AT.exec(String(stack))?.[1] ?? FILE;
  return `${at}: ${name}: ${message}`;
};

/** Returns a function that is true when the thread has used this much processor time since now. */
const untilUsed = (limitMs: number): (() => boolean) => {
  const before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return user + system >= limitMs * 1_000;
  };
};
