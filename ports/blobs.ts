/** Keys are slash-separated paths of [A-Za-z0-9._-]+ segments. Throws Failure('blobs-unavailable' | 'storage-full'). */
export interface BlobStore {
  /** Writes once: 'exists' (and nothing changed) when the key is taken. One winner among racing writers. */
  putOnce(key: string, bytes: Uint8Array): Promise<'stored' | 'exists'>
  /** Null when there is none. */
  get(key: string): Promise<Uint8Array | null>
  size(key: string): Promise<number | null>
  /** Keys below the prefix in ascending order, from after `startAfter`. */
  list(
    prefix: string,
    options?: { readonly startAfter?: string; readonly limit?: number }
  ): Promise<readonly string[]>
  /** Only garbage collection and restore do this. */
  remove(key: string): Promise<void>
  /** Reachable, writable, and honours writing once. */
  check(): Promise<void>
  close(): Promise<void>
}
