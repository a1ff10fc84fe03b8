import { type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A tool run in the checkout, whatever it ends with. */
export function runTool(file: string, args: readonly string[], options: SpawnSyncOptions = {}): Ran {
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    cwd: root,
    maxBuffer: 2 ** 26,
    ...options,
    encoding: 'utf8'
  })
  if (error) throw error
  return { status, stdout, stderr }
}

/** What it printed. Throws when it failed. */
export function readTool(...given: Parameters<typeof runTool>): string {
  const { status, stdout, stderr } = runTool(...given)
  if (status !== 0) throw new Error(`${given[0]} ${given[1].join(' ')}: ${stderr || stdout}`)
  return stdout
}
