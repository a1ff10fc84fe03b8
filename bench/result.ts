import { cpus, totalmem } from 'node:os'

/** One measured figure. Names are dotted and stable: `fit.1000.ratio`. */
export interface BenchResult {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The alternative that a user would choose, and its figure in the same run. */
  readonly reference?: string
  readonly referenceValue?: number
  readonly goal?: string
  readonly met?: boolean
}

/** A benchmark: bench/<name>.ts exports `run`. */
export type Bench = (options: { readonly log: (line: string) => void }) => Promise<readonly BenchResult[]>

/** Adds the goal to a result and whether it is reached. `goal`: '<= 1.1' or '>= 10'. */
export function judge(result: BenchResult, goal: string): BenchResult {
  const [operator, bound] = goal.split(' ') as ['<=' | '>=', string]
  const met = operator === '<=' ? result.value <= Number(bound) : result.value >= Number(bound)
  return { ...result, goal, met }
}

export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1]!
}

/** '2 x AMD EPYC, 24 GiB'. */
export function describeMachine(): string {
  return `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`
}
