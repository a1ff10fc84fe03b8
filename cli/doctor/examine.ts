import { describeCause } from '../../ports/describe-cause.ts'

/** The result of one check. */
export interface Finding {
  /** Dotted and stable: 'kafka.topics'. */
  readonly name: string
  readonly state: 'well' | 'doubtful' | 'wrong'
  readonly found: string
  /** How to fix it; null if nothing is wrong. */
  readonly remedy: string | null
}

interface Check {
  readonly name: string
  /** Returns what was found. Throws FindingError; any other error becomes a finding with `remedy`. */
  readonly run: () => Promise<string>
  readonly remedy: string
  /** The checks after it run only if it passes. */
  readonly isNeeded?: boolean
}

/** A check found something wrong or doubtful. */
export class FindingError extends Error {
  readonly remedy: string
  readonly state: 'doubtful' | 'wrong'

  constructor(found: string, remedy: string, state: 'doubtful' | 'wrong' = 'wrong') {
    super(found)
    this.remedy = remedy
    this.state = state
  }
}

const MAX_MILLISECONDS = 30_000

/** Runs checks in sequence, up to the first needed check that fails. Never rejects. */
export async function examine(checks: readonly Check[]): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const check of checks) {
    const finding = await runCheck(check)
    findings.push(finding)
    if (check.isNeeded && finding.state === 'wrong') break
  }
  return findings
}

async function runCheck({ name, run, remedy }: Check): Promise<Finding> {
  try {
    return { name, state: 'well', found: await withTimeout(run()), remedy: null }
  } catch (error) {
    if (error instanceof FindingError)
      return { name, state: error.state, found: error.message, remedy: error.remedy }
    return { name, state: 'wrong', found: describe(error), remedy }
  }
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  const tooLate = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => tooLate.reject(new Error(`the check did not end within ${MAX_MILLISECONDS / 1_000} s`)),
    MAX_MILLISECONDS
  )
  try {
    return await Promise.race([work, tooLate.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Joins the messages of an error and its causes, each once. */
export function describe(error: unknown): string {
  const words: string[] = []
  for (let each = error; each instanceof Error; each = each.cause) {
    const code = 'code' in each ? String(each.code) : ''
    const inner = listInner(each).map(describe).join(', ')
    const reason = describeCause(each) || code || each.name
    words.push(...[reason, inner].filter(word => word && !words.some(known => known.includes(word))))
  }
  return words.join(': ') || String(error)
}

/** The errors inside an AggregateError or a similar error. */
export function listInner(error: unknown): readonly unknown[] {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : []
}
