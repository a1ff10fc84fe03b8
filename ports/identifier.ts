/** Longest id of an event or cascade, and name of a source, in Unicode code points (at most four bytes each). */
const MAX_ID_CHARACTERS = 200

/**
 * What the contracts say of an id, as a regular expression with the flag `u`: no NUL, which no database text holds, no
 * half of a surrogate pair, which UTF-8 cannot hold, and not `.` or `..`, which no URL can hold.
 */
const ID_PATTERN = '^(?!\\.{1,2}$)[^\\u0000\\ud800-\\udfff]+$'
const ID_PATTERN_REASON =
  'must not contain NUL or half of a surrogate pair, and must not be . or .. (no URL can hold these)'

const pattern = new RegExp(ID_PATTERN, 'u')

/**
 * Why a value cannot be an id; null: it can. Ids are compared code point by code point, as they were sent: two Unicode
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
