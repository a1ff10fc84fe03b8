/**
 * Keys are slash-separated names of [A-Za-z0-9._-], not starting with a dot; none is a folder of another. Anything else
 * is a TypeError. Every method throws Failure('blobs-unavailable' | 'storage-full').
 */
export interface BlobStore {
  /** Resolves once durable. 'exists' (and nothing changed) when the key is taken. One winner among racing writers. */
  putOnce(key: string, bytes: Uint8Array): Promise<'stored' | 'exists'>
  /** Null when there is none. */
  get(key: string): Promise<Uint8Array | null>
  size(key: string): Promise<number | null>
  /** Keys that start with the prefix, in ascending order of their characters, from after `startAfter`. */
  list(
    prefix: string,
    options?: { readonly startAfter?: string; readonly limit?: number }
  ): Promise<readonly string[]>
  /** Only garbage collection and restore do this. Nothing happens when there is none. */
  remove(key: string): Promise<void>
  /** Reachable, and honours writing once: Failure('invalid-configuration') where the store is of a kind that does not. */
  check(): Promise<void>
  close(): Promise<void>
}
