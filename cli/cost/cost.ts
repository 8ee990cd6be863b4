import type { Outcome, Usage } from './measure.ts';
import { PRICES } from './prices.ts';

/** The share of each outcome among all applications. */
const MIX: Readonly<Partial<Record<Outcome, number>>> = {
  approved: 0.8,
  'reviewed-approved': 0.09,
  'reviewed-rejected': 0.09,
  unprocessable: 0.02,
};

/** One unit of one service, and what it costs for a thousand applications in US dollars. */
export interface CostLine {
  readonly service: string;
  readonly unit: string;
  readonly amount: number;
  readonly dollars: number;
}

/** @throws Error for a unit that the price list does not have */
export function costOf(usage: Usage, applications: number): readonly CostLine[] {
  return Object.entries(usage).flatMap(([service, units]) =>
    Object.entries(units).map(([unit, each]) => {
      const price = PRICES[service]?.[unit];
      if (price === undefined) throw new Error(`There is no price for ${unit} of ${service}.`);
      return { service, unit, amount: each * applications, dollars: each * applications * price };
    }),
  );
}

export const totalOf = (lines: readonly CostLine[]): number => lines.reduce((sum, { dollars }) => sum + dollars, 0);

/** The mix of outcomes as it comes; undefined when one was not measured. */
export function mixedCost(totals: ReadonlyMap<Outcome, number>): number | undefined {
  const parts = Object.entries(MIX).map(([outcome, share]) => {
    const total = totals.get(outcome as Outcome);
    return total === undefined ? undefined : total * share;
  });
  return parts.reduce<number | undefined>(
    (sum, part) => (sum === undefined || part === undefined ? undefined : sum + part),
    0,
  );
}
