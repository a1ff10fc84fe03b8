import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { findBlock } from './blocks.ts'
import { listEdits } from './operators.ts'

export interface Candidate {
  /** The same as long as its line is: a sample of later code has most of its mutants in common with one of today's. */
  readonly id: string
  readonly file: string
  readonly line: number
  /** The innermost block around it. */
  readonly block: string
  readonly operator: string
  readonly start: number
  readonly end: number
  readonly before: string
  readonly after: string
}

/** Every one-expression fault of these files. */
export function listCandidates(root: string, files: readonly string[]): readonly Candidate[] {
  return files.flatMap(file => {
    const text = readFileSync(join(root, file), 'utf8')
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
    const lines = text.split('\n')
    const seen = new Map<string, number>()
    return listEdits(source).map(({ operator, start, end, after }) => {
      const { line } = source.getLineAndCharacterOfPosition(start)
      const name = [file, operator, lines[line]?.trim(), after].join('\n')
      const count = seen.get(name) ?? 0
      seen.set(name, count + 1)
      const id = createHash('sha256').update(`${name}\n${count}`).digest('hex').slice(0, 12)
      const block = findBlock(source, start, end)
      return { id, file, line: line + 1, block, operator, start, end, before: text.slice(start, end), after }
    })
  })
}

/** So many of them by lot; the same ones for the same seed. */
export function draw(candidates: readonly Candidate[], count: number, seed: number): readonly Candidate[] {
  const lot = ({ id }: Candidate) => createHash('sha256').update(`${seed}:${id}`).digest('hex')
  return candidates
    .map(candidate => ({ candidate, lot: lot(candidate) }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate)
}
