// @ts-check
import { existsSync } from 'node:fs'
import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Enables Node's compile cache for this process and its threads. The next start is faster and, in a checkout, uses some
 * 20 MB less memory, because TypeScript is compiled already. It affects modules that are imported after this call. If the
 * folder is not writable, the program works without the cache.
 */
export function useCompileCache() {
  const folder = findFolder()
  if (folder === null) return
  module.enableCompileCache(folder)
  process.env.NODE_COMPILE_CACHE ??= folder
}

// In node_modules of a checkout. An installed package has no node_modules of its own and may not be writable; its cache
// is in the cache folder of the user, into which no other user can write.
function findFolder() {
  const packages = join(import.meta.dirname, '../node_modules')
  if (existsSync(packages)) return join(packages, '.cache/groundswell')
  try {
    return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'groundswell')
  } catch {
    return null
  }
}
