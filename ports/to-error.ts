/** A thrown value as an error: an Error as it is, anything else in an Error with its text. */
export function toError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value))
}

/** The `code` of a thrown value, such as 'ENOENT' or an SQLSTATE. Undefined: it has no code that is a text. */
export function errorCodeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
