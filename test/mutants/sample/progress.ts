import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Verdict } from './try-mutant.ts'

/** One line a verdict, so that a run that is killed loses nothing. The last of a mutant counts. */
export function openProgress(seed: number) {
  const file = join(import.meta.dirname, `../../../node_modules/.cache/mutants/seed-${seed}.jsonl`)
  mkdirSync(dirname(file), { recursive: true })
  return {
    read(): Map<string, Verdict> {
      const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
      return new Map(lines.map(line => JSON.parse(line) as [string, Verdict]))
    },
    add: (id: string, verdict: Verdict) => appendFileSync(file, `${JSON.stringify([id, verdict])}\n`)
  }
}
