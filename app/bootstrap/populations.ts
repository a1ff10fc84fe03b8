type Range = readonly [low: number, high: number]

/** The ranges of the processes of a population, and its followers: [median, deviation of the logarithm]. */
export interface Population {
  readonly branchingFactor: Range
  readonly followerExponent: Range
  readonly cutoffSeconds: Range
  readonly decay: Range
  readonly followers: readonly [median: number, deviation: number]
  readonly postFollowers: readonly [median: number, deviation: number]
  readonly minimumEvents: number
}

const reshared = {
  branchingFactor: [0.3, 0.97],
  followerExponent: [0.05, 0.6],
  cutoffSeconds: [30, 1_000],
  decay: [0.2, 1.2],
  followers: [300, 2],
  postFollowers: [20_000, 2],
  minimumEvents: 3
} as const

/**
 * The simulated populations from which the first model learns, each modelled on moments of public cascades, which stand beside it:
 * sizes (10, 50 and 90 % quantile), growth N/n after 5 min, 10 min and 1 h, and followers (medians). Ranges are as in
 * `groundswell simulate`.
 */
export const populations = {
  /** Any post, most of which go nowhere: auspol (sizes 1, 2, 5; 49 % of 1; followers 850, of posts 1,200). */
  ordinary: {
    branchingFactor: [0.1, 0.9],
    followerExponent: [0.2, 0.6],
    cutoffSeconds: [100, 2_000],
    decay: [0.5, 1.3],
    followers: [700, 1.6],
    postFollowers: [1_200, 2.1],
    minimumEvents: 1
  },
  /** Small cascades that were collected because they were reshared: liang-twitter (sizes 6, 11, 68; growth 6, 5, 2.5). */
  reshared,
  /** The same, larger. */
  noticed: { ...reshared, minimumEvents: 10 },
  /** Bursts that end within minutes: forest-twitter (after 5 min, a quarter of the cascades of 5 events are over). */
  bursts: {
    branchingFactor: [0.3, 0.9],
    followerExponent: [0.05, 0.5],
    cutoffSeconds: [1, 60],
    decay: [0.6, 2],
    followers: [300, 2],
    postFollowers: [2_000, 2],
    minimumEvents: 3
  },
  /** Hundreds of reshares over days: ced-weibo (sizes 112, 327, 741; growth 28, 14, 3.6) and disinfo. */
  slow: {
    branchingFactor: [0.5, 0.98],
    followerExponent: [0.05, 0.6],
    cutoffSeconds: [100, 2_000],
    decay: [0.2, 1.2],
    followers: [300, 1.8],
    postFollowers: [50_000, 2.5],
    minimumEvents: 100
  },
  /** Thousands of reshares: seismic (sizes 2,103, 2,922, 8,094; growth 8, 5.7, 2.9; followers 172, of posts 756,000). */
  viral: {
    branchingFactor: [0.5, 0.95],
    followerExponent: [0.05, 0.5],
    cutoffSeconds: [30, 600],
    decay: [0.2, 1],
    followers: [170, 1.6],
    postFollowers: [750_000, 2.5],
    minimumEvents: 1_000
  },
  /** The same, from large accounts, with a long memory. */
  celebrities: {
    branchingFactor: [0.3, 0.85],
    followerExponent: [0.2, 0.6],
    cutoffSeconds: [60, 300],
    decay: [0.2, 0.4],
    followers: [170, 1.6],
    postFollowers: [1_500_000, 2.5],
    minimumEvents: 1_500
  }
} as const satisfies Readonly<Record<string, Population>>

export type PopulationName = keyof typeof populations

/** A simulated cascade ends at this number of events. */
export const maximumEvents = 30_000
