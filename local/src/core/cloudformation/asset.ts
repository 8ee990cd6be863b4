/** A file or directory that a template refers to, as the cloud assembly holds it. */
export interface Asset {
  /** Absolute path of a directory (`zip`) or a file. */
  readonly path: string;
  readonly packaging: 'zip' | 'file';
}
