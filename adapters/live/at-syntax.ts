// The syntax of atproto.com/specs/did and /record-key. One invalid DID makes the service reject the whole request.
const didPattern = /^did:[a-z]+:(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})*[A-Za-z0-9._-]$/
const recordKeyPattern = /^[A-Za-z0-9._~:-]{1,512}$/
const MAX_DID_LENGTH = 2_048

export function isDid(text: unknown): text is string {
  return typeof text === 'string' && text.length <= MAX_DID_LENGTH && didPattern.test(text)
}

export function isRecordKey(text: unknown): text is string {
  return typeof text === 'string' && recordKeyPattern.test(text) && text !== '.' && text !== '..'
}

/** The author and the record key of an at:// URI of this collection; null for anything else. */
export function readAtUri(
  uri: string,
  collection: string
): { readonly author: string; readonly key: string } | null {
  if (!uri.startsWith('at://')) return null
  const [author, itsCollection, key, ...more] = uri.slice('at://'.length).split('/')
  if (itsCollection !== collection || more.length > 0 || !isDid(author) || !isRecordKey(key)) return null
  return { author, key }
}
