import { any, array, boolean, type Members, map, number, object, oneOf, text } from './answer-shape.ts';

const ENCRYPTION_ALGORITHM = oneOf('SYMMETRIC_DEFAULT RSAES_OAEP_SHA_1 RSAES_OAEP_SHA_256 SM2PKE');
const STORAGE_CLASS = oneOf(
  'STANDARD REDUCED_REDUNDANCY STANDARD_IA ONEZONE_IA INTELLIGENT_TIERING GLACIER DEEP_ARCHIVE OUTPOSTS GLACIER_IR SNOW EXPRESS_ONEZONE FSX_OPENZFS FSX_ONTAP',
);
const REQUEST_CHARGED = oneOf('requester');
const OWNER = object({ DisplayName: text, ID: text });

const CHECKSUMS: Members = {
  ChecksumCRC32: text,
  ChecksumCRC32C: text,
  ChecksumSHA1: text,
  ChecksumSHA256: text,
  ChecksumType: oneOf('COMPOSITE FULL_OBJECT'),
};

/** Members that the answers of GetObject, HeadObject and PutObject have in common. */
const STORED: Members = {
  ...CHECKSUMS,
  BucketKeyEnabled: boolean,
  ETag: text,
  Expiration: text,
  RequestCharged: REQUEST_CHARGED,
  ServerSideEncryption: oneOf('AES256 aws:fsx aws:kms aws:kms:dsse'),
  VersionId: text,
};

const OBJECT: Members = {
  ...STORED,
  AcceptRanges: text,
  CacheControl: text,
  ContentDisposition: text,
  ContentEncoding: text,
  ContentLanguage: text,
  ContentLength: number,
  ContentRange: text,
  ContentType: text,
  DeleteMarker: boolean,
  LastModified: text,
  Metadata: map(text),
  MissingMeta: number,
  ObjectLockLegalHoldStatus: oneOf('ON OFF'),
  ObjectLockMode: oneOf('GOVERNANCE COMPLIANCE'),
  ObjectLockRetainUntilDate: text,
  PartsCount: number,
  ReplicationStatus: oneOf('COMPLETE PENDING FAILED REPLICA COMPLETED'),
  Restore: text,
  StorageClass: STORAGE_CLASS,
  TagCount: number,
  WebsiteRedirectLocation: text,
};

/**
 * Answers of Amazon S3 and AWS KMS that mocks are checked against, by action; see the services' API references. The
 * runtime does not have these services: a Task that calls them can only be tested with a mock.
 */
export const STORAGE_ANSWERS: Readonly<Record<string, Members>> = {
  'kms:decrypt': { EncryptionAlgorithm: ENCRYPTION_ALGORITHM, KeyId: text, Plaintext: text },
  'kms:encrypt': { CiphertextBlob: text, EncryptionAlgorithm: ENCRYPTION_ALGORITHM, KeyId: text },
  'kms:generateDataKey': { CiphertextBlob: text, KeyId: text, Plaintext: text },
  'kms:sign': { KeyId: text, Signature: text, SigningAlgorithm: text },
  'kms:verify': { KeyId: text, SignatureValid: boolean, SigningAlgorithm: text },
  's3:copyObject': { ...STORED, CopyObjectResult: object({ ...CHECKSUMS, ETag: text, LastModified: text }) },
  's3:deleteObject': { DeleteMarker: boolean, RequestCharged: REQUEST_CHARGED, VersionId: text },
  's3:getObject': { ...OBJECT, Body: any },
  's3:headObject': { ...OBJECT, ArchiveStatus: oneOf('ARCHIVE_ACCESS DEEP_ARCHIVE_ACCESS') },
  's3:listBuckets': {
    Buckets: array(object({ BucketRegion: text, CreationDate: text, Name: text })),
    ContinuationToken: text,
    Owner: OWNER,
    Prefix: text,
  },
  's3:listObjectsV2': {
    CommonPrefixes: array(object({ Prefix: text })),
    Contents: array(
      object({ ETag: text, Key: text, LastModified: text, Owner: OWNER, Size: number, StorageClass: STORAGE_CLASS }),
    ),
    ContinuationToken: text,
    Delimiter: text,
    EncodingType: oneOf('url'),
    IsTruncated: boolean,
    KeyCount: number,
    MaxKeys: number,
    Name: text,
    NextContinuationToken: text,
    Prefix: text,
    RequestCharged: REQUEST_CHARGED,
    StartAfter: text,
  },
  's3:putObject': { ...STORED, Size: number },
};
