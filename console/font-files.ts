import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const FONT = /url\(data:font\/woff2;base64,([^)]+)\)/g;
/** Length of the digest in the names of built files, by which the server knows that a file never changes. */
const DIGEST_LENGTH = 8;

/**
 * Vite plugin: moves fonts out of style sheets into files. The component library's style sheet contains eight fonts as
 * base64 text, which the browser would load before it shows anything; of files it loads those that a page uses.
 */
export const fontFiles = (): Plugin => ({
  name: 'font-files',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
      file.source = String(file.source).replaceAll(FONT, (_font, base64: string) => {
        const source = Buffer.from(base64, 'base64');
        const digest = createHash('sha256').update(source).digest('hex').slice(0, DIGEST_LENGTH);
        this.emitFile({ type: 'asset', fileName: `assets/font-${digest}.woff2`, source });
        return `url(./font-${digest}.woff2)`;
      });
    }
  },
});
