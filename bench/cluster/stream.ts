import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type ClusterNamespace, makeClusterNamespace } from '../../test/harness/cluster-namespace.ts'
import { createSchema } from '../../test/harness/postgres-schema.ts'
import { serverAddress } from '../../test/harness/server-address.ts'
import { type BenchResult, judge, median } from '../result.ts'
import type { Consumption } from '../stream/consume.ts'
import type { Filling } from '../stream/fill.ts'

/** As `bench stream` has it: long cascades, whose windows pass. */
const long: Filling = { cascades: 5_000, events: 200, seconds: 14_400 }
const PAIRS = 3
const bench = join(import.meta.dirname, '..')

/** The collector on Kafka and PostgreSQL beside a kafkajs consumer that only parses, over the same events, in turns. */
export async function measureStream(log: (line: string) => void): Promise<readonly BenchResult[]> {
  const place = await makeClusterNamespace()
  try {
    log(`filling the topic: ${long.cascades} cascades of ${long.events} events`)
    run(place.settings, 'stream/fill.ts', '', JSON.stringify(long))
    const topic = `${place.prefix}groundswell.events`
    const brokers = place.brokers.join(',')
    const pairs: { readonly bare: Consumption; readonly collector: Consumption }[] = []
    for (let pair = 1; pair <= PAIRS; pair++) {
      const bare = run(place.settings, 'cluster/bare-consumer.ts', brokers, topic)
      const collector = await collect(place)
      pairs.push({ bare, collector })
      log(
        `pair ${pair} of ${PAIRS}: bare ${rate(bare).toFixed(0)}/s, collector ${rate(collector).toFixed(0)}/s`
      )
    }
    return [
      {
        name: 'stream.cluster.eventsPerSecond',
        value: median(pairs.map(({ collector }) => rate(collector))),
        unit: '1/s',
        reference: 'kafkajs, parsing only',
        referenceValue: median(pairs.map(({ bare }) => rate(bare)))
      },
      judge(
        {
          name: 'stream.cluster.ratio',
          value: median(pairs.map(({ bare, collector }) => rate(collector) / rate(bare))),
          unit: 'of a bare consumer'
        },
        '>= 0.4'
      )
    ]
  } finally {
    await place.remove()
  }
}

/** Each in a database of its own, so that it begins at the beginning. */
async function collect({ settings }: ClusterNamespace): Promise<Consumption> {
  const schema = await createSchema(serverAddress('DATABASE_URL'))
  try {
    return run({ ...settings, DATABASE_URL: schema.url }, 'stream/consume.ts', '', 'collector')
  } finally {
    await schema.drop()
  }
}

/** Nothing is printed by a program that measures nothing. */
function run(
  settings: Readonly<Record<string, string>>,
  program: string,
  ...given: readonly string[]
): Consumption {
  const text = execFileSync(process.execPath, [join(bench, program), ...given], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  return text === '' ? { events: 0, seconds: 0, megabytes: 0, windows: 0 } : JSON.parse(text)
}

function rate({ events, seconds }: Consumption): number {
  return events / seconds
}
