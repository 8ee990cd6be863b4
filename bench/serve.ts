// `node bench/serve.ts <data directory> [<assembly>]`: runs the runtime and deploys the assembly, if one is given.
import { start } from 'one-machine';

const [dataDir, assembly] = process.argv.slice(2);
if (dataDir === undefined)
  throw new Error('The data directory is missing: node bench/serve.ts <data directory> [<assembly>]');
const { endpoint } = await start({ dataDir, ...(assembly && { assembly }) });
process.stdout.write(`${endpoint}\n`);
