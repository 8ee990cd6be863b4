import { join } from 'node:path';

/** Directory of V8's compile cache, which is kept between runs. It may be deleted at any time. */
export const COMPILED = join(import.meta.dirname, '../dist/compiled');
