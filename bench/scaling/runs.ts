import { Random } from '../../learners/random.ts'
import type { Costs } from './costs.ts'
import { makePlan } from './plan.ts'
import { type Passage, simulateTandem } from './tandem.ts'

const SECONDS = 60
/** As many times the mean for a tenth of each half minute: cascades begin together, and so their windows pass together. */
const BURST = 2
const BURST_SECONDS = 3
const BURST_EVERY_SECONDS = 30
/** Events seen by a window: most few, some very many. */
const MEDIAN_EVENTS = 60
const EVENTS_SPREAD = 1.2

export interface Run {
  readonly relays: number
  readonly threads: number
  readonly passage: Passage
}

/** The way of a job from its row to its answer at the target's rate, relays and worker threads varied. Seeded. */
export function simulateRuns(costs: Costs): readonly Run[] {
  const { predictionsPerSecond, busy } = makePlan(costs)
  const threads = (use: number) => Math.ceil(busy.worker! / use)
  const relays = (use: number) => Math.ceil(busy.relay! / use)
  const settings = [
    { relays: 1, threads: threads(0.6) },
    { relays: 2, threads: threads(0.6) },
    { relays: relays(0.6), threads: threads(0.95) },
    { relays: relays(0.6), threads: threads(0.8) },
    { relays: relays(0.6), threads: threads(0.6) },
    { relays: relays(0.4), threads: threads(0.4) }
  ]
  return settings.map(({ relays, threads }) => ({
    relays,
    threads,
    passage: simulate(costs, predictionsPerSecond, relays, threads)
  }))
}

function simulate({ of }: Costs, perSecond: number, relays: number, threads: number): Passage {
  const relaySeconds = of('prediction.200.relay') / 1e6
  const [few, many] = [of('prediction.200.worker') / 1e6, of('prediction.1000.worker') / 1e6]
  const perEvent = (many - few) / 800
  const meanEvents = MEDIAN_EVENTS * Math.exp(EVENTS_SPREAD ** 2 / 2)
  // The mean of all is the measured cost of 200 events, whatever the sizes drawn have as theirs.
  const fixed = few - perEvent * meanEvents
  const inBurst = (seconds: number) => seconds % BURST_EVERY_SECONDS < BURST_SECONDS
  const share = BURST_SECONDS / BURST_EVERY_SECONDS
  const calm = perSecond / (1 - share + share * BURST)
  return simulateTandem({
    seconds: SECONDS,
    maxPerSecond: BURST * calm,
    rateAt: seconds => (inBurst(seconds) ? BURST * calm : calm),
    random: new Random(7),
    stations: [
      { servers: relays, draw: () => relaySeconds },
      {
        servers: threads,
        draw: random => fixed + perEvent * MEDIAN_EVENTS * Math.exp(EVENTS_SPREAD * drawNormal(random))
      }
    ]
  })
}

function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform())
}
