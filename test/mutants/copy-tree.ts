import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeTemporaryFolder } from '../harness/temporary.ts'

const root = join(import.meta.dirname, '../..')

/** A copy of the checkout, uncommitted changes included, in which a test runs as it does here. The caller deletes `folder`. */
export function copyTree(): { readonly folder: string; readonly tree: string } {
  const folder = makeTemporaryFolder()
  const tree = join(folder, 'tree')
  mkdirSync(tree)
  const options = { cwd: root, encoding: 'utf8' } as const
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], options).split('\0')
  for (const file of files)
    if (file !== '' && existsSync(join(root, file))) cpSync(join(root, file), join(tree, file))
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  const shared = resolve(root, '../shared')
  if (existsSync(shared)) symlinkSync(shared, join(folder, 'shared'))
  return { folder, tree }
}
