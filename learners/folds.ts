import { Random } from './random.ts'
import { shuffle } from './shuffle.ts'

/** A sample with its group. A group is never split. */
interface Grouped {
  readonly group: string
}

/** The indexes of the training samples and of the test samples. */
export interface Split {
  readonly training: readonly number[]
  readonly test: readonly number[]
}

/**
 * Splits samples into `folds` folds by group: each group is in exactly one test set. The groups are shuffled with `seed` and
 * distributed evenly. Throws a RangeError unless 2 <= folds <= groups.
 */
export function splitFolds(samples: readonly Grouped[], folds: number, seed: number): Split[] {
  const groups = [...new Set(samples.map(({ group }) => group))]
  if (!Number.isInteger(folds) || folds < 2 || folds > groups.length)
    throw new RangeError(`folds must be a whole number from 2 to the ${groups.length} groups (got ${folds})`)
  shuffle(groups, new Random(seed))
  const foldOf = new Map(groups.map((group, place) => [group, place % folds]))
  return Array.from({ length: folds }, (_, fold) =>
    splitBy(samples, ({ group }) => foldOf.get(group) === fold)
  )
}

/** Splits samples once: the test set contains the samples whose group is in `testGroups`. */
export function splitGroups(samples: readonly Grouped[], testGroups: ReadonlySet<string>): Split {
  return splitBy(samples, ({ group }) => testGroups.has(group))
}

function splitBy(samples: readonly Grouped[], isTest: (grouped: Grouped) => boolean): Split {
  const training: number[] = []
  const test: number[] = []
  samples.forEach((grouped, position) => {
    if (isTest(grouped)) test.push(position)
    else training.push(position)
  })
  return { training, test }
}
