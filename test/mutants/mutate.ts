import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Mutation {
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** Applies a mutation to a tree and gives back what undoes it. Throws unless `find` is there exactly once. */
export function mutate(tree: string, { file, find, replace }: Mutation): () => void {
  const path = join(tree, file)
  const text = readFileSync(path, 'utf8')
  const count = text.split(find).length - 1
  if (count !== 1) throw new Error(`${file} holds ${count} times what the mutant replaces: ${find}`)
  writeFileSync(
    path,
    text.replace(find, () => replace)
  )
  return () => writeFileSync(path, text)
}
