const name = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/

/** Throws TypeError if `key` is not a valid key (see ports/blobs). */
export function requireKey(key: string): void {
  if (!isKey(key)) throw new TypeError(`'${key}' is not a valid blob key`)
}

export function isKey(text: string): boolean {
  return text.length <= 1000 && text.split('/').every(each => name.test(each))
}
