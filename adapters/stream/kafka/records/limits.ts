/** Of one batch when decompressed. A producer's batch has a few MB; only a decompression bomb has more than this. */
export const MAX_BATCH_BYTES = 33_554_432
export const MAX_BATCH_RECORDS = 250_000
