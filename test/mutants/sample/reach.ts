import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const importPattern = /(?:^(?:import|export) (?!type )[^']*|import\()'(\.[^']+\.[jt]s)'/gm
/** A test that starts a process may run any file. */
const startsProcess = /'node:child_process'/

/** Whether a test can run one of these files: it imports one, or starts a process, itself or by what it imports. */
export function canReach(tree: string, test: string, files: ReadonlySet<string>): boolean {
  const seen = new Set<string>()
  const remaining = [test]
  for (let file = remaining.pop(); file !== undefined; file = remaining.pop()) {
    if (files.has(file)) return true
    if (seen.has(file) || !existsSync(join(tree, file))) continue
    seen.add(file)
    const text = readFileSync(join(tree, file), 'utf8')
    if (startsProcess.test(text)) return true
    for (const [, specifier = ''] of text.matchAll(importPattern))
      remaining.push(normalize(join(dirname(file), specifier)))
  }
  return false
}
