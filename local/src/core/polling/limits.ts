/** Maximum size of a batch's records: Lambda's payload limit of 6 MiB, minus 16 bytes for the JSON around the records. */
export const MAX_RECORDS_BYTES = 6_291_456 - 16;
