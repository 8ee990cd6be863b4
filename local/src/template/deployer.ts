import type { Value } from '../core/cloudformation/value.ts';
import type { DeployingKernel } from '../core/kernel.ts';
import { StoreUnavailableError } from '../core/store/errors.ts';
import type { Assembly } from './assembly.ts';
import type { Providers } from './custom-resources/custom-resources.ts';
import type { Deployment, NotRun, Output } from './deployment.ts';
import { DeploymentError, type Failure, NotRehearsedError, type Problem, TemplateProblemsError } from './errors.ts';
import { withAddressesHere } from './provision/addresses.ts';
import { checkStack } from './provision/check.ts';
import { deleteRecorded } from './provision/delete-recorded.ts';
import { deletionOrder } from './provision/deletion-order.ts';
import { planStacks, readCurrent } from './provision/plan.ts';
import { type OutputRecord, Records, type ResourceRecord } from './provision/records.ts';
import type { Stack } from './provision/stack.ts';
import { deployStack } from './provision/stack-deployment.ts';
import { resourceType } from './registry.ts';

interface DeployedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Value of `Ref`. */
  readonly physicalId: string;
  readonly attributes: { readonly [name: string]: Value };
}

interface DeployOptions {
  readonly parameters?: { readonly [name: string]: string };
  readonly beforeRequest?: () => void;
  /** The result of a rehearsal of the assembly; without it, `deploy` checks the assembly first. */
  readonly checked?: Checked | undefined;
}

/** An assembly that has nothing that is not supported. */
export interface Checked {
  readonly stacks: readonly Stack[];
  readonly notRun: readonly NotRun[];
}

export interface Deployer {
  /**
   * Creates, updates and deletes resources until they match the assembly. Each stack that declares a parameter in
   * `parameters` gets its value. `beforeRequest` is called before each request to the provider of a custom resource and
   * each wait for signals, because the work for which the deployment waits can need timers. Throws
   * TemplateProblemsError before any change, with everything that is not supported. Throws DeploymentError if a service
   * rejects a call; the next deployment continues from the recorded state.
   */
  deploy(assembly: Assembly, options?: DeployOptions): Promise<Deployment>;
  /**
   * Performs the creations and updates of a deployment, on services whose store undoes them afterwards. Throws
   * TemplateProblemsError with everything that is not supported or that a service rejects. Leaves out custom resources,
   * waits for signals, what needs them, and the stacks after them.
   */
  rehearse(assembly: Assembly, options?: Pick<DeployOptions, 'parameters'>): Promise<Checked>;
  /** Currently deployed resources and outputs. */
  current(): { readonly resources: readonly DeployedResource[]; readonly outputs: readonly Output[] };
  /** Whether a deployed resource has this ARN. Fast enough for every call: one set lookup. */
  isDeployed(arn: string): boolean;
  /** ARNs of all deployed resources, each once. */
  arns(): readonly string[];
}

/** Deploys templates into the services, as the account's administrator. Run one deployment at a time. */
export const createDeployer = (kernel: DeployingKernel, providers: Providers): Deployer => {
  const records = new Records(kernel.store);
  let arns = arnsIn(records);
  return {
    deploy: async (assembly, { parameters = {}, checked, beforeRequest = () => {} } = {}) => {
      const beforeWait = (): void => {
        // The functions for whose work the deployment waits are checked against the policies of the resources so far.
        arns = arnsIn(records);
        beforeRequest();
      };
      const perform: Providers['perform'] = (asked) => {
        beforeWait();
        return providers.perform(asked);
      };
      const latest: Providers['latest'] = (resource) => providers.latest(resource);
      const forget: Providers['forget'] = (resource) => providers.forget(resource);
      const own = { perform, latest, forget };
      const deployment = await deploy({ kernel, records, assembly, providers: own, parameters, beforeWait }, checked);
      arns = arnsIn(records);
      return deployment;
    },
    rehearse: (assembly, { parameters = {} } = {}) =>
      rehearse({
        kernel,
        records,
        assembly,
        providers: {
          perform: () => Promise.reject(new NotRehearsedError()),
          latest: (resource) => providers.latest(resource),
          forget: (resource) => providers.forget(resource),
        },
        parameters,
        beforeWait: () => {
          throw new NotRehearsedError();
        },
      }),
    isDeployed: (arn) => arns.has(arn),
    arns: () => [...arns],
    current: () => ({
      resources: records.all().filter(isThere).map(deployedResource),
      outputs: records.outputs().map(output),
    }),
  };
};

const arnsIn = (records: Records): ReadonlySet<string> =>
  new Set(records.all().flatMap(({ ref, attributes }) => [ref, ...Object.values(attributes)].filter(isArn)));

const isArn = (value: Value): value is string => typeof value === 'string' && value.startsWith('arn:');

const isThere = ({ state }: ResourceRecord): boolean => state === 'ready';

const deployedResource = ({ stack, logicalId, type, ref, attributes }: ResourceRecord): DeployedResource => ({
  stack,
  logicalId,
  type,
  physicalId: ref,
  attributes,
});

const output = ({ stack, name, value }: OutputRecord): Output => ({ stack, name, value });

/** Checks all stacks. Throws TemplateProblemsError. */
const checkAssembly = async ({ kernel, assembly, parameters }: Omit<Work, 'changed'>): Promise<Checked> => {
  const plan = await planStacks({ kernel, assembly, parameters });
  const checks = await Promise.all(plan.stacks.map((stack) => checkStack(stack, assembly.assets)));
  const problems = [
    ...checks.flatMap((check) => check.problems),
    ...plan.problems,
    ...unknownParameters(assembly, parameters),
  ];
  if (problems.length > 0) throw new TemplateProblemsError(problems);
  return { stacks: plan.stacks, notRun: checks.flatMap((check) => check.notRun) };
};

const rehearse = async (given: Omit<Work, 'changed'>): Promise<Checked> => {
  const checked = await checkAssembly(given);
  await moveToEndpoint(given.kernel, given.records);
  try {
    await deployStacks({ ...given, changed: () => {} });
  } catch (error) {
    if (!(error instanceof DeploymentError)) throw error;
    if (error.failures.some(({ cause }) => cause instanceof StoreUnavailableError)) throw error;
    const refused = error.failures.filter(({ cause }) => !(cause instanceof NotRehearsedError));
    const problems = refused.map(({ problem }) => problem);
    if (problems.length > 0) throw new TemplateProblemsError(problems, refused[0]?.cause);
  }
  return checked;
};

const deploy = async (given: Omit<Work, 'changed'>, checked: Checked | undefined): Promise<Deployment> => {
  const { kernel, records } = given;
  const { stacks, notRun } = checked ?? (await checkAssembly(given));
  await moveToEndpoint(kernel, records);
  const counts = new Map<string, Map<string, number>>();
  const changed = (type: string, change: string): void => {
    const ofType = counts.get(type) ?? new Map<string, number>();
    counts.set(type, ofType.set(change, (ofType.get(change) ?? 0) + 1));
  };
  const work = { ...given, changed };
  const outputs = await deployStacks(work);
  await deleteVanished(work, stacks);
  return {
    changes: Object.fromEntries([...counts].map(([type, ofType]) => [type, Object.fromEntries(ofType)])),
    notRun,
    outputs: outputs.map(output),
  };
};

interface Work {
  readonly kernel: DeployingKernel;
  readonly records: Records;
  readonly assembly: Assembly;
  readonly providers: Providers;
  readonly parameters: { readonly [name: string]: string };
  beforeWait(): void;
  changed(type: string, change: string): void;
}

const deployStacks = async (work: Work): Promise<OutputRecord[]> => {
  const { kernel, records, assembly, providers, beforeWait, changed } = work;
  const before = records.all();
  const current = new Map(
    before.filter(({ state }) => state !== 'replaced').map((record) => [`${record.stack}/${record.logicalId}`, record]),
  );
  let position = before.reduce((highest, record) => Math.max(highest, record.position), 0);
  const outputs: OutputRecord[] = [];
  for (const template of assembly.stacks) {
    const stack = await readCurrent(work, template);
    const exports = new Map(
      outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, value] as const])),
    );
    const made = await deployStack({
      kernel,
      records,
      providers,
      stack,
      assets: assembly.assets,
      nestedTemplate: assembly.nestedTemplate,
      exports,
      recorded: (name, logicalId) => current.get(`${name}/${logicalId}`),
      nextPosition: () => {
        position += 1;
        return position;
      },
      beforeWait,
      changed,
    });
    outputs.push(...made.map((each) => ({ ...each, value: withAddressesHere(each.value, kernel.endpoint()) })));
  }
  if (JSON.stringify(outputs.toSorted(byName)) !== JSON.stringify(records.outputs().toSorted(byName)))
    await kernel.store.write(() => records.replaceOutputs(outputs));
  return outputs;
};

const byName = (a: OutputRecord, b: OutputRecord): number => (`${a.stack}/${a.name}` < `${b.stack}/${b.name}` ? -1 : 1);

const deleteVanished = async (
  { kernel, records, assembly, providers, changed }: Work,
  stacks: readonly Stack[],
): Promise<void> => {
  const wanted = new Set(stacks.flatMap(({ name, resources }) => [...resources.keys()].map((id) => `${name}/${id}`)));
  const failures: Failure[] = [];
  const vanished = records
    .all()
    .filter(({ stack, logicalId, state }) => state === 'replaced' || !wanted.has(`${stack}/${logicalId}`))
    .filter(({ state }) => state !== 'retained');
  for (const record of deletionOrder(vanished)) {
    const { stack, logicalId, type, state, deletionPolicy } = record;
    if (isKept(deletionPolicy)) {
      await kernel.store.write(() => retain({ records, providers }, record));
      changed(type, 'retained');
      continue;
    }
    try {
      await deleteRecorded({ kernel, records, providers, assets: assembly.assets }, record);
      if (state !== 'replaced') changed(type, 'deleted');
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      failures.push({ problem: { stack, logicalId, type, message: `cannot be deleted: ${message}` }, cause });
    }
  }
  if (failures.length > 0) throw new DeploymentError(failures);
};

/**
 * Whether a deletion policy keeps the resource. `RetainExceptOnCreate` differs from `Retain` only if the deployment
 * that creates the resource rolls back. Deployments of this runtime never roll back; they continue from where they
 * failed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
 */
const isKept = (deletionPolicy: string): boolean =>
  deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate';

/**
 * Removes the record of a replaced resource. Keeps the record of a resource that is no longer in the template, so that
 * a later template can adopt it.
 */
const retain = ({ records, providers }: Pick<Work, 'records' | 'providers'>, record: ResourceRecord): void => {
  const type = resourceType(record.type);
  const isCreatedAgain = type.kind === 'custom resource' || (type.kind === 'runs' && type.isCreatedAgain === true);
  if (record.state === 'replaced' || isCreatedAgain) {
    records.remove(record);
    providers.forget(record.name);
  } else records.put({ ...record, state: 'retained' });
};

/**
 * Updates recorded queue URLs: they contain the gateway's address, which may have changed since the last start. Custom
 * resources are not updated because of another address, but are later deleted with the address of then.
 */
const moveToEndpoint = async (kernel: DeployingKernel, records: Records): Promise<void> => {
  const now = kernel.endpoint();
  const before = records.endpoint();
  if (before === now) return;
  await kernel.store.write(() => {
    records.setEndpoint(now);
    if (before === undefined) return;
    for (const record of records.all()) {
      const moved = (text: string) => text.replaceAll(before, now);
      const attributes = JSON.parse(moved(JSON.stringify(record.attributes)));
      const isCustom = resourceType(record.type).kind === 'custom resource';
      const properties = isCustom ? moved(record.properties) : record.properties;
      records.put({ ...record, ref: moved(record.ref), attributes, properties });
    }
  });
};

const unknownParameters = (assembly: Assembly, parameters: { readonly [name: string]: string }): Problem[] =>
  Object.keys(parameters)
    .filter((name) => !assembly.stacks.some(({ template }) => template.parameters.has(name)))
    .map((name) => ({ stack: 'Parameters', logicalId: name, message: 'no stack declares this parameter' }));
