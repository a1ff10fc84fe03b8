import type { Age } from '../test/by-hand/records.ts'

export interface StepResult {
  readonly name: string
  readonly seconds: number
  /** Null: the step runs no tests. */
  readonly passed: number | null
  readonly failed: number
}

/** Prints a table of the duration and test counts of each step. */
export function printSeconds(results: readonly StepResult[]): void {
  const total = results.reduce((sum, { seconds }) => sum + seconds, 0)
  console.log(`\n${row('step', 'seconds', 'passed', 'failed')}`)
  for (const { name, seconds, passed, failed } of results)
    console.log(row(name, seconds.toFixed(0), passed ?? '', failed))
  console.log(row('all', total.toFixed(0), '', ''))
}

/** Prints how many commits and changed lines ago each manual run last passed. */
export function printAges(ages: readonly Age[]): void {
  console.log(`\n${row('by hand', 'commits', 'lines')}  passed`)
  for (const { name, since } of ages)
    console.log(
      since === null
        ? `${name.padEnd(14)}  never`
        : `${row(name, since.commits, since.changedLines)}  ${since.date}`
    )
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return [name.padEnd(14), ...cells.map(cell => String(cell).padStart(8))].join('').trimEnd()
}
