import { type Command, Option } from 'commander';
import { graphOf } from '../../api/run-graph.ts';
import type { Execution } from '../../api/types.generated.ts';
import type { Desk } from '../desk.ts';
import { asMermaid } from '../graph/as-mermaid.ts';
import { asSvg } from '../graph/as-svg.ts';
import { drawInTerminal } from '../graph/in-terminal.ts';

interface Options {
  readonly svg?: boolean;
  readonly mermaid?: boolean;
  readonly machine?: string;
}

const EXAMPLES = `Examples:
  apps graph a-1                            the run in the terminal
  apps graph a-1 --svg > a-1.svg
  apps graph a-1 --mermaid
  apps graph o-1 --machine order-fulfilment    an execution of another state machine, for operators
`;

/** Adds `apps graph`. */
export function registerGraph(program: Command, desk: Desk): void {
  program
    .command('graph <id>')
    .summary("draw an application's run")
    .description("Draws the run of an application's workflow: its states, their progress, and the path of the run.")
    .addHelpText('before', EXAMPLES)
    .addOption(new Option('--svg', 'print an SVG document').conflicts('mermaid'))
    .option('--mermaid', 'print a Mermaid state diagram')
    .option('--machine <name>', 'read <id> as the name of an execution of this state machine')
    .action(async (id: string, { svg, mermaid, machine }: Options) => {
      const run = await readRun(desk, id, machine);
      const { screen } = desk;
      const graph = graphOf(run);
      const { execution, states, transitions } = run;
      screen.json({ execution, states, transitions });
      if (svg === true) return screen.print(asSvg(graph));
      if (mermaid === true) return screen.print(asMermaid(graph));
      screen.print(`${execution.status} since ${execution.startedAt}`, '');
      screen.print(...drawInTerminal(graph, (style, text) => screen.style(style, text)));
    });
}

function readRun({ api }: Desk, id: string, machine: string | undefined): Promise<Execution> {
  if (machine === undefined) return api.call('GET /applications/{id}/execution', { path: { id } });
  return api.call('GET /operations/executions/{execution}', { path: { execution: id }, query: { machine } });
}
