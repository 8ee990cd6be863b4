import type { Outcome, Usage } from './measure.ts';
import { PRICES } from './prices.ts';

/** Assumed share of each outcome among all applications. The shares add up to 1. */
const MIX: Readonly<Partial<Record<Outcome, number>>> = {
  approved: 0.8,
  'reviewed-approved': 0.09,
  'reviewed-rejected': 0.09,
  unprocessable: 0.02,
};

/** Amount of one billing unit for a number of applications, and its price in US dollars. */
export interface CostLine {
  readonly service: string;
  readonly unit: string;
  readonly amount: number;
  readonly dollars: number;
}

/** @throws Error for a unit without a price */
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

/** Average price in US dollars, weighted by the shares of the outcomes. Undefined if an outcome was not measured. */
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
