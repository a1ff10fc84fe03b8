import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** Every page people read. */
export const pages: readonly string[] = globSync(
  ['*.md', 'docs/**/*.md', 'examples/*.md', 'bench/*.md', 'deploy/**/*.md'],
  { cwd: root }
).toSorted()

export interface Block {
  /**
   * What stands behind the fence: '' runs and ends; 'start' runs until it is stopped; 'cluster' too, on the servers of a
   * cluster.
   */
  readonly kind: string
  readonly commands: string
  /** Lines that are among what it prints. */
  readonly prints: readonly string[]
}

const fenced = /```sh ?([a-z]*)\n(.*?)```(?:\s*```text\n(.*?)```)?/gs

/** The commands of a page, in their order. A block of text right after one is what it prints. */
export function readBlocks(page: string): Block[] {
  const text = readFileSync(join(root, page), 'utf8')
  return [...text.matchAll(fenced)].map(([, kind, commands, printed = '']) => ({
    kind: kind!,
    commands: commands!,
    prints: printed.split('\n').filter(line => line !== '')
  }))
}

/** Commands that stand on a page by indentation alone, where no test would find them. */
export function findIndented(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/```.*?```/gs, '')
  return [
    ...text.matchAll(
      /^ {4,}((?:[A-Z_]+=\S+ )*(?:npm|npx|node|curl|git|docker|kubectl|helm|groundswell) .*)$/gm
    )
  ].map(([, command]) => command!)
}
