import { guardMutants } from './guards.ts'
import type { Mutant } from './mutant.ts'

export const mutants: readonly Mutant[] = [
  {
    name: 'the gate promotes any candidate that is better by chance',
    file: 'trainer/gate.ts',
    find: 'difference.mean < -gateStandardErrors * difference.standardError',
    replace: 'difference.mean < 0',
    test: {
      file: 'test/trainer/gate.test.ts',
      name: 'promotes noise about once in 44 trials, as two standard errors imply'
    }
  },
  {
    name: 'a member of the training set of the champion judges it',
    file: 'trainer/split.ts',
    find: '(first > champion.cut && !champion.isMember(group))',
    replace: 'first > champion.cut',
    test: {
      file: 'test/trainer/split.test.ts',
      name: 'holds out only groups that ended after the cut and that the champion was not trained on'
    }
  },
  {
    name: 'a batcher runs one batch more than it may',
    file: 'worker/batcher.ts',
    find: 'items.length > 0 && running.size < maxInFlight)',
    replace: 'items.length > 0 && running.size <= maxInFlight)',
    test: {
      file: 'test/worker/batcher.test.ts',
      name: 'runs at most maxInFlight batches and starts waiting items when one ends'
    }
  },
  {
    name: 'parts are closed in the order in which they were started',
    file: 'app/closers.ts',
    find: 'for (let next = open.pop(); next; next = open.pop())',
    replace: 'for (let next = open.shift(); next; next = open.shift())',
    test: { file: 'test/app/closers.test.ts', name: 'closes each part once, in reverse order' }
  },
  {
    name: 'what is due first is not taken first',
    file: 'cascades/collector/due-heap.ts',
    find: 'if (times[parent]! <= time) break',
    replace: 'if (times[parent]! > time) break',
    test: {
      file: 'test/cascades/collector/due-heap.test.ts',
      name: 'returns pushed numbers in order of time, however push and take are mixed'
    }
  },
  ...guardMutants
]
