/** Of the id of an event or cascade, and of the name of a source: Unicode code points (at most four bytes each). */
const MAX_ID_CHARACTERS = 200

/**
 * The pattern of an id, with the flag `u`: no NUL, which PostgreSQL cannot store in a text, no half of a surrogate pair,
 * which UTF-8 cannot encode, and not `.` or `..`, which a URL path cannot contain.
 */
const ID_PATTERN = '^(?!\\.{1,2}$)[^\\u0000\\ud800-\\udfff]+$'
const ID_PATTERN_REASON =
  'must not contain NUL or half of a surrogate pair, and must not be . or .. (no URL can hold these)'

const pattern = new RegExp(ID_PATTERN, 'u')

/**
 * Says why a value is not an id; null: it is one. Ids are compared by code points, without normalization: two Unicode
 * normal forms of one text are two ids.
 */
export function findIdFault(value: unknown): string | null {
  if (typeof value !== 'string' || value === '' || isTooLong(value))
    return `must be a text of 1 to ${MAX_ID_CHARACTERS} characters`
  return pattern.test(value) ? null : ID_PATTERN_REASON
}

function isTooLong(text: string): boolean {
  if (text.length <= MAX_ID_CHARACTERS) return false
  return text.length > 2 * MAX_ID_CHARACTERS || [...text].length > MAX_ID_CHARACTERS
}
