export interface StepResult {
  readonly name: string
  readonly seconds: number
  /** Null where the step runs no tests. */
  readonly passed: number | null
  readonly failed: number
}

/** A table: how long each step took, and what it counted. */
export function printSeconds(results: readonly StepResult[]): void {
  const total = results.reduce((sum, { seconds }) => sum + seconds, 0)
  console.log(`\n${row('step', 'seconds', 'passed', 'failed')}`)
  for (const { name, seconds, passed, failed } of results)
    console.log(row(name, seconds.toFixed(0), passed ?? '', failed))
  console.log(row('all', total.toFixed(0), '', ''))
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return [name.padEnd(14), ...cells.map(cell => String(cell).padStart(8))].join('').trimEnd()
}
