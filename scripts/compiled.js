import { join } from 'node:path';

/** Where code that V8 has compiled is kept between runs; it may be deleted at any time. */
export const COMPILED = join(import.meta.dirname, '../dist/compiled');
