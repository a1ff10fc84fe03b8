// How often a text is asked for before it is worth keeping; how many are kept, and how many are watched for it.
const OFTEN = 5
const MAX_NAMES = 400
const MAX_WATCHED = 2_000

const names = new Map<string, string>()
const asked = new Map<string, number>()
let forgotten = 0

/**
 * The name by which every connection lets the server keep what it made of a text: parsing and planning cost more than
 * most statements themselves. None for texts that are seldom asked, of which there may be any number.
 */
export function nameOf(text: string): string | undefined {
  const name = names.get(text)
  if (name !== undefined || names.size >= MAX_NAMES) return name
  const times = (asked.get(text) ?? 0) + 1
  if (times < OFTEN) {
    if (asked.size >= MAX_WATCHED) asked.clear()
    asked.set(text, times)
    return undefined
  }
  asked.delete(text)
  names.set(text, `groundswell_${forgotten}_${names.size}`)
  return names.get(text)
}

/** The schema has changed under what is kept: everything gets another name. */
export function forgetNames(): void {
  names.clear()
  forgotten += 1
}
