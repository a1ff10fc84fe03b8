import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCommand } from '../test/harness/start-command.ts'
import { type AcceptServer, raceAcceptance, stop } from './accept/race.ts'
import { type Bench, judge } from './result.ts'

/** Measures the api process on its own embedded folder, compared with bare fastify. */
export const run: Bench = async ({ log }) => {
  const found = await raceAcceptance(startOurs, log)
  const { requestsPerSecond, bareRequestsPerSecond, ratio, medianMilliseconds, p99Milliseconds } = found
  return [
    {
      name: 'accept.embedded.requestsPerSecond',
      value: requestsPerSecond,
      unit: '1/s',
      reference: 'bare fastify',
      referenceValue: bareRequestsPerSecond
    },
    judge({ name: 'accept.embedded.ratio', value: ratio, unit: 'of bare fastify' }, '>= 0.4'),
    { name: 'accept.embedded.medianMilliseconds', value: medianMilliseconds, unit: 'ms' },
    { name: 'accept.embedded.p99Milliseconds', value: p99Milliseconds, unit: 'ms' },
    judge(
      {
        name: 'accept.embedded.p99OverMedian',
        value: found.p99OverMedian,
        unit: 'times',
        reference: 'bare fastify',
        referenceValue: found.bareP99OverMedian
      },
      '<= 5'
    ),
    judge({ name: 'accept.embedded.refused', value: found.refused, unit: 'requests' }, '<= 0')
  ]
}

async function startOurs(): Promise<AcceptServer> {
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-accept-'))
  const server = spawn(process.execPath, [...startCommand, '--services=api'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      DATA_DIR: folder,
      PORT: '0',
      LOG_LEVEL: 'error',
      GROUNDSWELL_MAX_BACKLOG: '10000000'
    }
  })
  const port = await new Promise<number>((resolve, reject) => {
    let said = ''
    server.stderr.on('data', part => {
      said += part
      const found = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)
      if (found) resolve(Number(found[1]))
    })
    server.once('exit', code => reject(new Error(`the service ended with ${code}`)))
  })
  return {
    port,
    async stop() {
      await stop(server)
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
