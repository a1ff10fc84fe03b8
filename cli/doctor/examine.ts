import { describeCause } from '../../ports/describe-cause.ts'

/** One thing that was looked at. */
export interface Finding {
  /** Dotted and stable: 'kafka.topics'. */
  readonly name: string
  readonly state: 'well' | 'doubtful' | 'wrong'
  readonly found: string
  /** How to fix it; null where all is well. */
  readonly remedy: string | null
}

interface Check {
  readonly name: string
  /** What is found when all is well. Throws a Complaint; any other error is one too, fixed by `remedy`. */
  readonly run: () => Promise<string>
  readonly remedy: string
  /** Without it nothing that comes after can be looked at. */
  readonly isNeeded?: boolean
}

/** Something is not as it should be. */
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

/** Runs checks one after another, up to the first needed one that finds something wrong. Never rejects. */
export async function examine(checks: readonly Check[]): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const check of checks) {
    const finding = await look(check)
    findings.push(finding)
    if (check.isNeeded && finding.state === 'wrong') break
  }
  return findings
}

async function look({ name, run, remedy }: Check): Promise<Finding> {
  try {
    return { name, state: 'well', found: await inTime(run()), remedy: null }
  } catch (error) {
    if (error instanceof FindingError)
      return { name, state: error.state, found: error.message, remedy: error.remedy }
    return { name, state: 'wrong', found: describe(error), remedy }
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const tooLate = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => tooLate.reject(new Error(`no end within ${MAX_MILLISECONDS / 1_000} s`)),
    MAX_MILLISECONDS
  )
  try {
    return await Promise.race([work, tooLate.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** What an error and its causes say, each once. */
export function describe(error: unknown): string {
  const words: string[] = []
  for (let each = error; each instanceof Error; each = each.cause) {
    const code = 'code' in each ? String(each.code) : ''
    const inner = listInner(each).map(describe).join(', ')
    const said = describeCause(each) || code || each.name
    words.push(...[said, inner].filter(word => word && !words.some(known => known.includes(word))))
  }
  return words.join(': ') || String(error)
}

/** What several attempts or parts each ended with. */
export function listInner(error: unknown): readonly unknown[] {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : []
}
