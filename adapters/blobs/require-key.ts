const name = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/

/** Throws TypeError for what is no key: see ports/blobs. */
export function requireKey(key: string): void {
  const isValid = key.length <= 1000 && key.split('/').every(each => name.test(each))
  if (!isValid) throw new TypeError(`'${key}' is no blob key`)
}
