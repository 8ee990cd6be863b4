export interface Point {
  readonly minutes: number;
  readonly value: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Growth per minute by the method of least squares; 0 for fewer than two points. */
export const slopeOf = (points: readonly Point[]): number => {
  const minutes = mean(points.map((point) => point.minutes));
  const value = mean(points.map((point) => point.value));
  const spread = points.reduce((sum, point) => sum + (point.minutes - minutes) ** 2, 0);
  const together = points.reduce((sum, point) => sum + (point.minutes - minutes) * (point.value - value), 0);
  return spread > 0 ? together / spread : 0;
};
