import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Identities } from '../../local/src/core/identities.ts';
import { randomIds } from '../../local/src/core/ids.ts';
import { Store } from '../../local/src/core/store/store.ts';
import { loadAssembly } from '../../local/src/template/assembly.ts';
import type { Providers } from '../../local/src/template/custom-resources/custom-resources.ts';
import { createDeployer } from '../../local/src/template/deployer.ts';
import { configFor } from '../../test/support/clients.ts';
import { partOf } from './part-of.ts';
import { remoteServices } from './remote-services.ts';

const REGION = 'us-east-1';

/**
 * Whether the resource is the rule that starts the state machine. This rule and its dependencies are everything that an
 * application passes from the bus to its record.
 */
const isRoot = (logicalId: string): boolean => logicalId.startsWith('WorkflowOnSubmission');

const accountOf = async (endpoint: string): Promise<string> => {
  const { Account } = await new STSClient(configFor(endpoint)).send(new GetCallerIdentityCommand());
  return Account ?? '000000000000';
};

/** The parts of the application that are deployed have no custom resources. */
const NO_PROVIDERS: Providers = {
  perform: ({ resource }) => Promise.reject(new Error(`There is no provider for ${resource}.`)),
  latest: () => undefined,
  forget: () => {},
};

/**
 * Deploys the resources that an approved application passes, through the AWS API of an endpoint that has none of them
 * yet. Resolves with the number of resources.
 */
export const deployTo = async (endpoint: string, directory: string): Promise<number> => {
  const home = { region: REGION, accountId: await accountOf(endpoint) };
  const store = new Store(':memory:');
  const kernel = {
    home,
    store,
    identities: new Identities(randomIds, home.accountId),
    services: remoteServices(endpoint),
    endpoint: () => endpoint,
  };
  const deployer = createDeployer(kernel, NO_PROVIDERS);
  const assembly = loadAssembly(directory);
  await deployer.deploy(
    partOf(assembly, { home, nestedTemplate: assembly.nestedTemplate, parameters: {}, stored: new Map() }, isRoot),
  );
  const { resources } = deployer.current();
  await store.close();
  return resources.length;
};
