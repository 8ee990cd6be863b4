import { csvLines } from '../../../api/measures-csv.ts';
import type { Measures } from '../../../api/types.generated.ts';
import { saveFile } from '../shell/save-file.ts';

/** Lets the browser save the measures as a file. */
export const downloadCsv = (measures: Measures): void => {
  const text = csvLines(measures)
    .map((line) => `${line}\r\n`)
    .join('');
  saveFile(`measures-${measures.from.slice(0, 10)}-${measures.to.slice(0, 10)}.csv`, 'text/csv', text);
};
