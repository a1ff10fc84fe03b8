import type { Costs } from './costs.ts'

export const DAY_SECONDS = 86_400
export const target = {
  eventsPerSecond: 1e6,
  predictionsPerDay: 1e9,
  windows: 3,
  useOfProcessor: 0.6
} as const

/** docs/stream.md: an event of an open cascade in a collector's memory. */
const EVENT_BYTES = 24

/** What the target asks of each process and server, at the measured cost of one of each thing. */
export interface Plan {
  readonly predictionsPerSecond: number
  readonly eventsPerCascade: number
  /** Processors busy, all copies of a part together. */
  readonly busy: Readonly<Record<string, number>>
  /** Bytes a second. */
  readonly kafkaBytes: number
  readonly keptBytes: number
  /** In the collectors' memory, of the events of one second. */
  readonly openBytes: number
  readonly logBytes: number
  readonly transactions: number
  /** Predictions a second that one relay can move. */
  readonly relayLimit: number
  /** Events a second that one collector takes at the use allowed. */
  readonly collectorLimit: number
}

/**
 * Watched cascades: nobody asks for them by HTTP, so that of a measured prediction what its acceptance cost is taken off
 * (the collector's own cost has it instead).
 */
export function makePlan({ of }: Costs): Plan {
  const events = target.eventsPerSecond
  const predictions = target.predictionsPerDay / DAY_SECONDS
  const ofPrediction = (part: string) => of(`prediction.200.${part}`)
  const afterAcceptance = (part: string) => ofPrediction(part) - of(`accept.${part}`)
  const processors = (perEvent: number, perPrediction: number) =>
    (perEvent * events + perPrediction * predictions) / 1e6
  return {
    predictionsPerSecond: predictions,
    eventsPerCascade: (events * target.windows) / predictions,
    busy: {
      source: processors(of('append.source'), 0),
      collector: processors(of('collect.collector'), 0),
      worker: processors(0, ofPrediction('worker')),
      relay: processors(0, ofPrediction('relay')),
      Kafka: processors(of('append.kafka') + of('collect.kafka'), ofPrediction('kafka')),
      PostgreSQL: processors(of('collect.postgres'), afterAcceptance('postgres')),
      RabbitMQ: processors(0, ofPrediction('rabbitmq'))
    },
    kafkaBytes: of('append.bytes') * events,
    keptBytes: of('collect.bytes') * events + afterAcceptance('bytes') * predictions,
    openBytes: EVENT_BYTES * events,
    logBytes: of('collect.logBytes') * events + afterAcceptance('logBytes') * predictions,
    transactions: of('collect.transactions') * events + afterAcceptance('transactions') * predictions,
    relayLimit: 1e6 / ofPrediction('relay'),
    collectorLimit: (1e6 * target.useOfProcessor) / of('collect.collector')
  }
}
