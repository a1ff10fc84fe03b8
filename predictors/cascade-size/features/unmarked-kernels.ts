import { fixedKernels, measureKernel } from './hawkes-kernels.ts'
import type { FeatureGroup, MarkedEvents } from './marked-events.ts'

/** The shortest and the longest memory. With equal authors, the two with a shorter memory hardly differ. */
const kernels = [fixedKernels[0], fixedKernels[2]]

/** Like hawkesKernels, with equal influence for all authors: for observations whose followers are unknown. */
export const unmarkedKernels: FeatureGroup = {
  names: ['A', 'C'].flatMap(label => [
    `logUnmarkedLeft${label}`,
    `logUnmarkedExpected${label}`,
    `logUnmarkedSurprise${label}`
  ]),
  measure: events => {
    const unmarked: MarkedEvents = { ...events, logFollowers: new Float64Array(events.count) }
    return kernels.flatMap(kernel => measureKernel(unmarked, kernel))
  }
}
