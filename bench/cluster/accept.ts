import { startProgram } from '../../test/harness/start.ts'
import { makeEnvironment } from '../../test/harness/test-environment.ts'
import { type AcceptServer, raceAcceptance } from '../accept/race.ts'
import { type BenchResult, judge } from '../result.ts'

/** The api process alone, against PostgreSQL and RabbitMQ. */
export async function measureAcceptance(log: (line: string) => void): Promise<readonly BenchResult[]> {
  const { requestsPerSecond, bareRequestsPerSecond, ratio, refused, ...times } = await raceAcceptance(
    startOurs,
    log
  )
  return [
    {
      name: 'accept.cluster.requestsPerSecond',
      value: requestsPerSecond,
      unit: '1/s',
      reference: 'bare fastify',
      referenceValue: bareRequestsPerSecond
    },
    judge({ name: 'accept.cluster.ratio', value: ratio, unit: 'of bare fastify (aim 0.4)' }, '>= 0.3'),
    { name: 'accept.cluster.medianMilliseconds', value: times.medianMilliseconds, unit: 'ms' },
    { name: 'accept.cluster.p99Milliseconds', value: times.p99Milliseconds, unit: 'ms' },
    judge({ name: 'accept.cluster.refused', value: refused, unit: 'requests' }, '<= 0')
  ]
}

async function startOurs(): Promise<AcceptServer> {
  const testEnvironment = await makeEnvironment('cluster')
  const program = await startProgram({
    testEnvironment,
    processes: ['api'],
    // Connections as the settings have them by default; the test environment's are a test's.
    settings: {
      LOG_LEVEL: 'info',
      DATABASE_WRITERS: '',
      DATABASE_READERS: '',
      GROUNDSWELL_MAX_BACKLOG: '10000000'
    }
  })
  return {
    port: Number(new URL(program.url).port),
    async stop() {
      await program.kill('SIGKILL')
      await testEnvironment.remove()
    }
  }
}
