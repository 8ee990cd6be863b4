import { csvLines } from '../../../api/measures-csv.ts';
import type { Measures } from '../../../api/types.generated.ts';

/** Lets the browser save the measures as a file. */
export const downloadCsv = (measures: Measures): void => {
  const text = csvLines(measures)
    .map((line) => `${line}\r\n`)
    .join('');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `measures-${measures.from.slice(0, 10)}-${measures.to.slice(0, 10)}.csv`;
  link.click();
  URL.revokeObjectURL(url);
};
