/** Maximum decompressed size of one batch. Batches of producers have a few MB; only a decompression bomb has more. */
export const MAX_BATCH_BYTES = 33_554_432
export const MAX_BATCH_RECORDS = 250_000
