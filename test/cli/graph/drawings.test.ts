import { describe, expect, test } from '@jest/globals';
import { graphOf } from '../../../api/run-graph.ts';
import type { Execution, RunState } from '../../../api/types.generated.ts';
import { asMermaid } from '../../../cli/graph/as-mermaid.ts';
import { asSvg } from '../../../cli/graph/as-svg.ts';
import { drawInTerminal } from '../../../cli/graph/in-terminal.ts';

const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;

/** A run of a flagged application: the review request was retried, and a reviewer approved. */
const RUN: Execution = {
  execution: {
    arn: 'arn',
    status: 'SUCCEEDED',
    startedAt: at(0),
    stoppedAt: at(9),
  },
  states: [
    {
      name: 'Register',
      type: 'Task',
      status: 'succeeded',
      enteredAt: at(0),
      exitedAt: at(1),
    },
    {
      name: 'Required?',
      type: 'Choice',
      status: 'succeeded',
      enteredAt: at(1),
      exitedAt: at(1),
    },
    {
      name: 'Approve',
      type: 'Task',
      status: 'succeeded',
      enteredAt: at(8),
      exitedAt: at(9),
    },
    {
      name: 'Flag',
      type: 'Task',
      status: 'retried 2',
      enteredAt: at(1),
      exitedAt: at(2),
    },
    {
      name: 'Pending',
      type: 'Task',
      status: 'caught',
      enteredAt: at(5),
      exitedAt: at(8),
    },
    {
      name: 'Still Open?',
      type: 'Choice',
      status: 'succeeded',
      enteredAt: at(4),
      exitedAt: at(5),
    },
    { name: 'Expired', type: 'Task', status: 'pending' },
  ],
  history: [],
  transitions: [
    { from: 'Register', to: 'Required?' },
    { from: 'Required?', to: 'Flag', label: 'a check is flagged' },
    { from: 'Required?', to: 'Approve', label: 'otherwise' },
    { from: 'Flag', to: 'Pending' },
    { from: 'Pending', to: 'Approve', label: 'APPROVE' },
    { from: 'Pending', to: 'Still Open?', label: 'States.HeartbeatTimeout' },
    { from: 'Still Open?', to: 'Pending', label: 'over a minute is left' },
    { from: 'Still Open?', to: 'Expired', label: 'otherwise' },
  ],
};

describe('A run is drawn', () => {
  test('in the terminal from top to bottom, with a mark for the progress of each state', () => {
    expect(drawInTerminal(graphOf(RUN), (_, text) => text).join('\n')).toMatchInlineSnapshot(`
      "●  Register  succeeded, 1 s
      │
      ●  Required?  succeeded, 0 ms
      ├─┐  a check is flagged | otherwise
      ◉ ┊  Flag  retried 2, 1 s
      │ ┊
      ◉ ┊  Pending  caught, 3 s
      ├─┼─┐  APPROVE | States.HeartbeatTimeout
      ├─┘ │
      ●   │  Approve  succeeded, 1 s
          ●  Still Open?  succeeded, 1 s
          │  ↺ Pending (over a minute is left)
          ┊  otherwise
          ○  Expired  pending"
    `);
  });

  test('with branches that fork and join', () => {
    const states = ['Both', 'Left', 'Right', 'After', 'Caught'].map((name) => ({
      name,
      type: 'Task',
      status: 'pending',
    }));
    const [both, left, right, ...rest] = states as [RunState, RunState, RunState, ...RunState[]];
    const inside = [left, right].map((state) => ({ ...state, within: 'Both' }));
    const transitions = [
      { from: 'Both', to: 'Left' },
      { from: 'Both', to: 'Right' },
      { from: 'Both', to: 'After' },
      { from: 'Both', to: 'Caught', label: 'AnError' },
    ];
    const run: Execution = {
      execution: RUN.execution,
      history: [],
      states: [both, ...inside, ...rest],
      transitions,
    };
    expect(drawInTerminal(graphOf(run), (_, text) => text).join('\n')).toMatchInlineSnapshot(`
      "○  Both  pending
      ├─┬─┐  AnError
      ┊ ┊ ○  Caught  pending
      ○ ┊    Left  pending
      ┊ ┊
      ┊ ○    Right  pending
      ┊ ┊
      ├─┘
      ○      After  pending"
    `);
  });

  test('with edges that were not taken in another colour', () => {
    const lines = drawInTerminal(graphOf(RUN), (style, text) => `<${style}>${text}</${style}>`);
    expect(lines.find((line) => line.includes('otherwise'))).toContain('<dim>otherwise</dim>');
    expect(lines.find((line) => line.includes('APPROVE'))).toContain('<bold>APPROVE</bold>');
    expect(lines.filter((line) => /<(\w+)><\/\1>/.test(line))).toEqual([]);
    expect(lines.find((line) => line.includes('Expired'))).toContain('<dim>○</dim>');
  });

  test('as a Mermaid diagram, with a class for each state', () => {
    const text = asMermaid(graphOf(RUN));
    expect(text).toMatch(/^stateDiagram-v2\n/);
    expect(text).toContain('state "Required?" as s2');
    expect(text).toContain('  s1 --> s2\n');
    expect(text).toContain(' : over a minute is left');
    expect(text).toMatch(/class s\d+ caught/);
  });

  test('as SVG, with escaped names', () => {
    const named = {
      ...RUN,
      states: RUN.states.map((state) => ({ ...state, status: '<script>&"' })),
    };
    const svg = asSvg(graphOf(named));
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain('&lt;script&gt;&amp;&quot;');
    expect(svg).not.toContain('<script>');
    expect(svg.match(/<rect x=/g)).toHaveLength(7);
    expect(svg.match(/marker-end/g)).toHaveLength(8);
  });
});
