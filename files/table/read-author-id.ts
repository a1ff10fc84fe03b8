import { isUnknown } from './read-followers.ts'

const MAX_LENGTH = 200

/** Reads the id of an author from a cell. Undefined: it is unknown, or too long for an id. */
export function readAuthorId(cell: string | undefined): string | undefined {
  // JSON tables keep a number in quotes as text (json-events.ts).
  const text = cell?.replace(/^"(.*)"$/s, '$1') ?? ''
  return isUnknown(text) || text.length > MAX_LENGTH || /^\.{1,2}$|\0/.test(text) ? undefined : text
}
