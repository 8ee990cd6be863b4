import {
  colorBackgroundContainerContent,
  colorBorderDividerDefault,
  colorTextBodyDefault,
  colorTextBodySecondary,
} from '@cloudscape-design/design-tokens';
import { useMemo } from 'react';
import type { Execution } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';
import { BOX, layoutOf, type PlacedState } from './layout.ts';
import { LOOKS } from './looks.ts';
import { stateWord } from './state-word.ts';
import './run-graph.css';

export interface RunGraphProps {
  readonly run: Execution;
  readonly selected: string | undefined;
  select(name: string): void;
}

/** A run as a graph of its states. The user selects a state with the mouse, or with Tab and Enter. */
export const RunGraph = ({ run, selected, select }: RunGraphProps) => {
  const { t } = useTexts();
  const { width, height, states, edges } = useMemo(() => layoutOf(run), [run]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: HTML has no element for a group of drawn buttons
    <svg
      className="run-graph"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="group"
      aria-label={t('run.graph.label')}
    >
      <defs>
        {[
          ['way', colorBorderDividerDefault],
          ['taken', colorTextBodyDefault],
        ].map(([id, color]) => (
          <marker key={id} id={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0 L8 4 L0 8 z" fill={color} />
          </marker>
        ))}
      </defs>
      {edges.map(({ edge, path, label }) => (
        <g key={`${edge.from}>${edge.to}>${edge.label ?? ''}`}>
          <path
            className={edge.isTaken ? 'way taken' : 'way'}
            d={path}
            stroke={edge.isTaken ? colorTextBodyDefault : colorTextBodySecondary}
            markerEnd={`url(#${edge.isTaken ? 'taken' : 'way'})`}
          />
          {label && (
            <text
              className="label"
              x={label.x}
              y={label.y + 4}
              textAnchor="middle"
              fill={colorTextBodyDefault}
              stroke={colorBackgroundContainerContent}
              strokeWidth="4"
              paintOrder="stroke"
            >
              {label.text}
            </text>
          )}
        </g>
      ))}
      {states.map((placed) => (
        <StateBox key={placed.state.name} placed={placed} isSelected={placed.state.name === selected} select={select} />
      ))}
    </svg>
  );
};

interface StateBoxProps {
  readonly placed: PlacedState;
  readonly isSelected: boolean;
  select(name: string): void;
}

const StateBox = ({ placed: { state, progress, x, y }, isSelected, select }: StateBoxProps) => {
  const { t } = useTexts();
  const { border, fill, sign } = LOOKS[progress];
  const word = t(stateWord(state));
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button element
    <g
      role="button"
      tabIndex={0}
      aria-pressed={isSelected}
      aria-label={`${state.name}: ${word}`}
      onClick={() => select(state.name)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        select(state.name);
      }}
    >
      <rect className="box" x={x} y={y} width={BOX.width} height={BOX.height} rx="8" fill={fill} stroke={border} />
      <text x={x + BOX.width / 2} y={y + 19} textAnchor="middle" fill={colorTextBodyDefault}>
        {state.name}
      </text>
      <text className="fate" x={x + BOX.width / 2} y={y + 35} textAnchor="middle" fill={border}>
        {sign} {word}
      </text>
    </g>
  );
};
