// `node bench/serve.ts <data directory> [<assembly>]`: the runtime with another assembly than the system's, or with none.
import { start } from 'one-machine';

const [dataDir, assembly] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('Name a data directory.');
const { endpoint } = await start({ dataDir, ...(assembly && { assembly }) });
process.stdout.write(`${endpoint}\n`);
