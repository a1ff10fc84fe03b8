/** Returns whether an If-None-Match header contains this entity tag, or is `*` (RFC 9110, 13.1.2). Weak tags match too. */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  const tags = ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? []
  return tags.some(tag => tag.replace(/^W\//, '') === etag)
}
