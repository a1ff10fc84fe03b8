import { readFileSync } from 'node:fs'
import type { BenchResult } from '../result.ts'

/** The recorded output of `npm run -s bench -- cost --json`. */
export interface Costs {
  readonly commit: string
  readonly machine: string
  readonly of: (name: string) => number
}

export function readCosts(): Costs {
  const text = readFileSync(new URL('costs.json', import.meta.url), 'utf8')
  const { commit, machine, results } = JSON.parse(text) as {
    readonly commit: string
    readonly machine: string
    readonly results: readonly BenchResult[]
  }
  return {
    commit,
    machine,
    of(name) {
      const found = results.find(result => result.name === `cost.${name}`)
      if (!found) throw new Error(`cost.${name} was not measured`)
      return found.value
    }
  }
}
