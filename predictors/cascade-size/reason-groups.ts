import { counts } from './features/counts.ts'
import { followers } from './features/followers.ts'
import { hawkesKernels } from './features/hawkes-kernels.ts'
import { rates } from './features/rates.ts'
import { seismicMemory } from './features/seismic-memory.ts'
import { times } from './features/times.ts'
import { unmarkedKernels } from './features/unmarked-kernels.ts'

/** Columns of a feature row that people understand as one reason. */
interface FeatureTheme {
  readonly name: string
  readonly title: string
  readonly features: readonly string[]
}

const otherCounts = counts.names.filter(name => name !== 'logCount' && name !== 'logPostFollowers')

/** Every column of the rows of all windows and of early rows is in one of these groups. */
export const reasonGroups: readonly FeatureTheme[] = [
  { name: 'count', title: 'How many so far', features: ['logCount'] },
  { name: 'rate', title: 'How fast now', features: rates.names },
  {
    name: 'growth',
    title: 'How it sped up or slowed down',
    features: [...otherCounts, ...times.names]
  },
  {
    name: 'followers',
    title: 'Who posted and shared it (followers)',
    features: ['logPostFollowers', ...followers.names]
  },
  {
    name: 'expected',
    title: 'Shares still expected from those who saw it',
    features: [...seismicMemory.names, ...hawkesKernels.names, ...unmarkedKernels.names]
  },
  { name: 'age', title: 'How old the post is', features: ['logWindow'] }
]
