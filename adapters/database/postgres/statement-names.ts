// Number of runs after which a text is prepared under a name.
const MIN_RUNS = 5
const MAX_NAMES = 400
const MAX_COUNTED = 2_000

const names = new Map<string, string>()
const runCounts = new Map<string, number>()
let schemaChangeCount = 0

/**
 * The name under which every connection prepares a text, since parsing and planning cost more than most statements.
 * Undefined for texts that rarely run, whose number is unlimited.
 */
export function nameOf(text: string): string | undefined {
  const name = names.get(text)
  if (name !== undefined || names.size >= MAX_NAMES) return name
  const runCount = (runCounts.get(text) ?? 0) + 1
  if (runCount < MIN_RUNS) {
    if (runCounts.size >= MAX_COUNTED) runCounts.clear()
    runCounts.set(text, runCount)
    return undefined
  }
  runCounts.delete(text)
  names.set(text, `groundswell_${schemaChangeCount}_${names.size}`)
  return names.get(text)
}

/** Gives every text a new name, after a change of the schema has made the prepared statements stale. */
export function forgetNames(): void {
  names.clear()
  schemaChangeCount += 1
}
