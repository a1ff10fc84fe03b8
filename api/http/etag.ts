/** Whether an If-None-Match header names this entity tag: a list, weak ones among them, or `*` (RFC 9110 13.1.2). */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  const tags = ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? []
  return tags.some(tag => tag.replace(/^W\//, '') === etag)
}
