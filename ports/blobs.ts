/**
 * A key is a list of names of [A-Za-z0-9._-], separated by slashes. A name does not start with a dot, and no key is a
 * folder of another. A method throws TypeError for any other key, and Failure('blobs-unavailable' | 'storage-full').
 */
export interface BlobStore {
  /** Resolves once durable. 'exists': the key is taken, and nothing changed. Of concurrent writers, one gets 'stored'. */
  putOnce(key: string, bytes: Uint8Array): Promise<'stored' | 'exists'>
  /** Null: no such key. */
  get(key: string): Promise<Uint8Array | null>
  size(key: string): Promise<number | null>
  /** The keys that start with the prefix, in ascending order of their characters, without those up to `startAfter`. */
  list(
    prefix: string,
    options?: { readonly startAfter?: string; readonly limit?: number }
  ): Promise<readonly string[]>
  /** Only garbage collection and restore call it. Does nothing for an unknown key. */
  remove(key: string): Promise<void>
  /** Checks that the store is reachable. Throws Failure('invalid-configuration') for a store without conditional writes. */
  check(): Promise<void>
  close(): Promise<void>
}
