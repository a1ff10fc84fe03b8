import type { CommandEntry } from './command.ts'

/** Every command, in the order of the help. One file each. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'simulate',
    summary: 'make cascades of a known process, seeded',
    load: () => import('./simulate.ts')
  }
]
