import type { CommandEntry } from './command.ts'

/** Every command, in the order of the help. One file each. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'simulate',
    summary: 'make cascades of a known process, seeded',
    load: () => import('./simulate.ts')
  },
  {
    name: 'fit',
    summary: 'explain one cascade by a Hawkes process',
    load: () => import('./fit.ts')
  }
]
