import { createSsm } from '../../../../local/src/services/ssm/ssm.ts';
import { startKernel } from '../../kernel.ts';

/** The test reads the history in one page, which has at most 50 versions. */
const MAX_VERSIONS = 40;

/** A process that tests kill. Puts versions of a parameter, prints each acknowledged version, and does not end. */
const kernel = await startKernel((made) => [createSsm(made)], { dataDir: process.argv[2] ?? '' });
for (let version = 1; version <= MAX_VERSIONS; version += 1) {
  await kernel.as('ssm', 'PutParameter', { Name: '/count', Type: 'String', Value: `${version}`, Overwrite: true });
  process.stdout.write(`${version}\n`);
}
setInterval(() => {}, 60_000);
