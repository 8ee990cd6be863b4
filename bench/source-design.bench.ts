import { assemblyFor, LOCAL_CONTEXT } from '../scripts/synth.ts';
import type { Bench } from './bench.ts';
import { compare } from './compare.ts';
import { synthesizeSourceDesign } from './source-design/assembly.ts';
import { startRuntimeOf, whileServing, withDirectory } from './system.ts';
import { accountApplications, sourceDesign } from './workload.ts';

export const bench: Bench = {
  question: 'How fast is the system compared to the design of its source document, on the same runtime?',
  run: (logProgress) =>
    withDirectory(async (directory) => {
      const ours = await assemblyFor(LOCAL_CONTEXT);
      const theirs = await synthesizeSourceDesign(directory);
      return whileServing(startRuntimeOf(`${directory}/ours`, ours), ({ clients: ourClients }) =>
        whileServing(startRuntimeOf(`${directory}/theirs`, theirs), ({ clients: theirClients }) =>
          compare(
            { name: 'ours', workload: accountApplications(ourClients) },
            { name: 'source design', workload: sourceDesign(theirClients) },
            logProgress,
          ),
        ),
      );
    }),
};
