/** A file or directory of the cloud assembly that a template refers to. */
export interface Asset {
  /** Absolute path of a directory (`zip`) or a file. */
  readonly path: string;
  readonly packaging: 'zip' | 'file';
}
