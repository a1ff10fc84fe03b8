// @ts-check
import { existsSync } from 'node:fs'
import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Lets Node keep what it compiled, for this process and its threads: the next start is faster, and of a checkout some
 * 20 MB smaller, because nothing has to be turned from TypeScript. Where the folder cannot be written, all works
 * without. What is imported after this call profits.
 */
export function useCompileCache() {
  const folder = findFolder()
  if (folder === null) return
  module.enableCompileCache(folder)
  process.env.NODE_COMPILE_CACHE ??= folder
}

// Beside the packages of a checkout. An installed package has none of its own, and may not be ours to write into: then
// among the caches of the user, which nobody else can have filled.
function findFolder() {
  const packages = join(import.meta.dirname, '../node_modules')
  if (existsSync(packages)) return join(packages, '.cache/groundswell')
  try {
    return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'groundswell')
  } catch {
    return null
  }
}
