import type { Asset } from '../../core/cloudformation/asset.ts';
import { boolean, object, text } from '../../core/cloudformation/properties.ts';
import type { NotRunType, Physical, ResourceContext, RunningType } from '../../core/cloudformation/resource-type.ts';
import { canonicalJson, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import type { DeployingKernel } from '../../core/kernel.ts';
import type { Providers } from '../custom-resources/custom-resources.ts';
import { customResourceType } from '../custom-resources/custom-type.ts';
import type { Change } from '../deployment.ts';
import { DeploymentError, type Failure } from '../errors.ts';
import { evaluateObject } from '../evaluate/evaluate.ts';
import type { Scope } from '../evaluate/scope.ts';
import type { ResourceDeclaration } from '../evaluate/template.ts';
import { deleteRecorded } from './delete-recorded.ts';
import { physicalName } from './names.ts';
import { nestedStack } from './nested-stacks.ts';
import type { ReadNested } from './nested-templates.ts';
import { outputsOf } from './outputs.ts';
import { type ReadStored, readStored, resolveReferences } from './parameter-store.ts';
import { reasonOf } from './reason.ts';
import type { OutputRecord, Records, ResourceRecord } from './records.ts';
import { resourceContext } from './resource-context.ts';
import type { Stack } from './stack.ts';

/** Input of one stack's deployment. */
export interface StackDeployment {
  readonly kernel: DeployingKernel;
  readonly records: Records;
  readonly providers: Providers;
  readonly stack: Stack;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly nestedTemplate: ReadNested;
  readonly exports: ReadonlyMap<string, string>;
  /** The record of a stack's logical id; records of replaced resources are excluded. */
  recorded(stack: string, logicalId: string): ResourceRecord | undefined;
  nextPosition(): number;
  /** Begins the runtime's background work, for a resource that waits for it. */
  beforeWait(): void;
  changed(type: string, change: Change): void;
}

/** Thrown for a resource that is skipped because one of its dependencies failed. */
class NeedFailedError extends Error {}

/**
 * Creates and updates a stack's resources, independent ones in parallel, and returns the stack's outputs. Throws
 * DeploymentError with each failed resource. Resources that depend on a failed one stay unchanged.
 */
export const deployStack = async (deployment: StackDeployment): Promise<OutputRecord[]> => {
  const { stack, exports } = deployment;
  const physical = new Map<string, Physical>();
  const scope = stack.scope(physical, exports);
  const running = new Map<string, Promise<void>>();
  const failures: Failure[] = [];
  const run = (declared: ResourceDeclaration): Promise<void> => {
    const known = running.get(declared.logicalId);
    if (known) return known;
    const needed = [...(stack.needs.get(declared.logicalId) ?? [])].flatMap((id) => stack.resources.get(id) ?? []);
    const started = Promise.all(needed.map(run)).then(
      () => settle(declared),
      () => Promise.reject(new NeedFailedError()),
    );
    running.set(declared.logicalId, started);
    return started;
  };
  const settle = async (declared: ResourceDeclaration): Promise<void> => {
    try {
      physical.set(declared.logicalId, await settleResource(deployment, declared, scope));
    } catch (cause) {
      if (cause instanceof DeploymentError) {
        failures.push(...cause.failures);
        throw cause;
      }
      const { logicalId, type } = declared;
      failures.push({ problem: { stack: stack.name, logicalId, type, message: reasonOf(cause) }, cause });
      throw cause;
    }
  };
  await Promise.allSettled([...stack.resources.values()].map(run));
  if (failures.length > 0) throw new DeploymentError(failures);
  return outputsOf(stack, physical, exports);
};

const settleResource = async (
  deployment: StackDeployment,
  declared: ResourceDeclaration,
  scope: Scope,
): Promise<Physical> => {
  const type = deployment.stack.typeOf(declared);
  const evaluated = evaluateObject(declared.properties, scope);
  const properties =
    type.kind === 'not run' ? evaluated : await resolveReferences(deployment.kernel, declared.type, evaluated);
  if (type.kind === 'runs') return settleRunning(deployment, { declared, type, properties });
  if (type.kind === 'custom resource') {
    const { providers, stack } = deployment;
    const custom = customResourceType({ providers, type: declared.type, stackId: stack.id });
    return settleRunning(deployment, { declared, type: custom, properties });
  }
  if (type.kind === 'nested stack') return settleNested(deployment, declared, properties);
  if (type.kind === 'not run') return describeNotRun(deployment, declared, type, properties);
  throw new Error(type.reason);
};

/** Deploys a nested stack. It has no record of its own; the records of its resources name it. */
const settleNested = async (
  deployment: StackDeployment,
  { logicalId }: ResourceDeclaration,
  { Parameters }: ValueObject,
): Promise<Physical> => {
  const { kernel, nestedTemplate } = deployment;
  const read: ReadStored = (selectors) => readStored(kernel, selectors);
  const facts = { home: kernel.home, nestedTemplate, read };
  const stack = await nestedStack(deployment.stack, logicalId, object(Parameters), facts);
  const outputs = await deployStack({ ...deployment, stack });
  return {
    ref: stack.id,
    attributes: Object.fromEntries(outputs.map(({ name, value }) => [`Outputs.${name}`, value])),
  };
};

const describeNotRun = (
  { stack, kernel }: StackDeployment,
  { logicalId }: ResourceDeclaration,
  type: NotRunType,
  properties: ValueObject,
): Physical => {
  const given = type.nameProperty === undefined ? undefined : text(properties[type.nameProperty]);
  const name = given ?? physicalName(stack.name, logicalId, { generation: 0 });
  return type.describe({ name, properties, home: kernel.home });
};

interface Wanted {
  readonly declared: ResourceDeclaration;
  readonly type: RunningType;
  readonly properties: ValueObject;
}

const settleRunning = async (deployment: StackDeployment, wanted: Wanted): Promise<Physical> => {
  const { declared, type, properties } = wanted;
  const record = deployment.recorded(deployment.stack.name, declared.logicalId);
  if (!record) return create(deployment, wanted, 0);
  if (record.state === 'creating') return create(deployment, wanted, record.generation);
  const previous = JSON.parse(record.properties) as ValueObject;
  if (record.type !== declared.type || type.replacedBy.some((name) => differs(properties[name], previous[name])))
    return replace(deployment, wanted, record);
  return update(deployment, wanted, record, previous);
};

const needsOf = ({ stack }: StackDeployment, { logicalId }: ResourceDeclaration): string[] => [
  ...(stack.needs.get(logicalId) ?? []),
];

const differs = (a: Value | undefined, b: Value | undefined): boolean =>
  canonicalJson(a ?? null) !== canonicalJson(b ?? null);

const create = async (
  deployment: StackDeployment,
  wanted: Wanted,
  generation: number,
  replaced?: ResourceRecord,
): Promise<Physical> => {
  const { declared, type, properties } = wanted;
  const earlier = deployment.recorded(deployment.stack.name, declared.logicalId);
  const resuming = earlier?.state === 'creating' && earlier.generation === generation;
  const context = contextOf(deployment, wanted, nameOf(deployment, wanted, generation), resuming);
  const begun: ResourceRecord = {
    stack: deployment.stack.name,
    logicalId: declared.logicalId,
    generation,
    type: declared.type,
    state: 'creating',
    name: context.name,
    ref: '',
    attributes: {},
    noEcho: false,
    properties: canonicalJson(properties),
    contents: type.contents?.(context) ?? '',
    deletionPolicy: declared.deletionPolicy,
    needs: needsOf(deployment, declared),
    position: resuming ? earlier.position : deployment.nextPosition(),
  };
  await put(deployment, ...(replaced ? [replaced] : []), begun);
  if (type.isWaiting) deployment.beforeWait();
  const physical = await type.create(context);
  await put(deployment, { ...begun, ...physical, state: 'ready' });
  deployment.changed(declared.type, generation > 0 ? 'replaced' : 'created');
  return physical;
};

const update = async (
  deployment: StackDeployment,
  wanted: Wanted,
  record: ResourceRecord,
  previous: ValueObject,
): Promise<Physical> => {
  const { declared, type } = wanted;
  const context = contextOf(deployment, wanted, record.name, false);
  const properties = canonicalJson(wanted.properties);
  const contents = type.contents?.(context) ?? '';
  const unchanged = properties === record.properties && contents === record.contents;
  const physical = unchanged ? record : await type.update(context, record, previous);
  const { ref, attributes, noEcho = false } = physical;
  const { deletionPolicy } = declared;
  const needs = needsOf(deployment, declared);
  const updated: ResourceRecord = {
    ...record,
    ref,
    attributes,
    noEcho,
    properties,
    contents,
    deletionPolicy,
    needs,
    state: 'ready',
  };
  if (type.updateCanReplace && ref !== record.ref) return replacedByUpdate(deployment, wanted, record, updated);
  if (!unchanged || JSON.stringify(updated) !== JSON.stringify(record)) await put(deployment, updated);
  deployment.changed(declared.type, unchanged ? 'unchanged' : 'updated');
  return physical;
};

/** Records that an update has made a replacement. The same commit marks the old resource for deletion. */
const replacedByUpdate = async (
  deployment: StackDeployment,
  wanted: Wanted,
  record: ResourceRecord,
  updated: ResourceRecord,
): Promise<Physical> => {
  const { updateReplacePolicy, type } = wanted.declared;
  const generation = record.generation + 1;
  const replacement = { ...updated, generation, name: nameOf(deployment, wanted, generation) };
  await put(deployment, { ...record, state: 'replaced', deletionPolicy: updateReplacePolicy }, replacement);
  deployment.changed(type, 'replaced');
  return replacement;
};

/**
 * Creates a replacement. The same commit marks the old resource for deletion. It is deleted at the end of the
 * deployment, when no other resource refers to it.
 */
const replace = async (deployment: StackDeployment, wanted: Wanted, record: ResourceRecord): Promise<Physical> => {
  const generation = record.generation + 1;
  if (nameOf(deployment, wanted, generation) === record.name && record.type === wanted.declared.type)
    return replaceUnderSameName(deployment, wanted, record);
  const { updateReplacePolicy } = wanted.declared;
  return create(deployment, wanted, generation, { ...record, state: 'replaced', deletionPolicy: updateReplacePolicy });
};

const replaceUnderSameName = async (
  deployment: StackDeployment,
  wanted: Wanted,
  record: ResourceRecord,
): Promise<Physical> => {
  if (wanted.type.holdsData)
    throw new Error(
      `The change needs a replacement, but ${record.name} exists and would lose what it holds. Give the replacement another name.`,
    );
  await deleteRecorded(deployment, record);
  return create(deployment, wanted, record.generation + 1);
};

const nameOf = ({ stack }: StackDeployment, { declared, type, properties }: Wanted, generation: number): string => {
  const given = type.nameProperty === undefined ? undefined : text(properties[type.nameProperty]);
  if (given !== undefined) return given;
  const { maxNameLength } = type;
  const options = { generation, ...(maxNameLength === undefined ? {} : { maxLength: maxNameLength }) };
  const name = physicalName(stack.name, declared.logicalId, options);
  return boolean(properties.FifoQueue ?? properties.FifoTopic) ? `${name}.fifo` : name;
};

const put = ({ kernel, records }: StackDeployment, ...changed: readonly ResourceRecord[]): Promise<void> =>
  kernel.store.write(() => {
    for (const record of changed) records.put(record);
  });

const contextOf = (
  deployment: StackDeployment,
  { declared, properties }: Wanted,
  name: string,
  resuming: boolean,
): ResourceContext =>
  resourceContext(
    deployment,
    { stack: deployment.stack.name, logicalId: declared.logicalId },
    { name, properties, resuming },
  );
