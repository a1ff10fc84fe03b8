import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { systemClock } from '../adapters/clock/system.ts'
import { bootstrapArtefactFile, bootstrapManifestFile } from '../app/bootstrap/recipe.ts'
import { everyItem } from '../client/every-item.ts'
import { Random } from '../learners/random.ts'
import { buildModelVersions, type ManifestDraft } from '../stores/model-versions.ts'
import { type Started, startProgram } from '../test/harness/start.ts'
import { pause, startTraffic, type Traffic } from './kill/traffic.ts'
import { type Bench, judge } from './result.ts'

const KILLS = 200
const MIN_LIFE_MILLISECONDS = 50
const MAX_LIFE_MILLISECONDS = 1500
const END_MILLISECONDS = 180_000

/** Kills the service with SIGKILL at random times, also during the start, under submissions, promotions and trainings. */
export const run: Bench = async ({ log }) => {
  const random = new Random(9)
  const service = await startProgram({ settings: { LOG_LEVEL: 'info' } })
  try {
    await waitUntilReady(service)
    await addVersions(service)
    await waitUntilReady(service)
    const traffic = startTraffic(service, 5)
    const recoveries: number[] = []
    for (let kill = 1; kill <= KILLS; kill++) {
      const life = MAX_LIFE_MILLISECONDS - MIN_LIFE_MILLISECONDS
      await pause(MIN_LIFE_MILLISECONDS + random.uniform() * life)
      await service.kill('SIGKILL')
      const begun = performance.now()
      await service.restart()
      await waitUntilReady(service)
      recoveries.push((performance.now() - begun) / 1000)
      if (kill % 10 === 0) log(`${kill} kills: ${traffic.accepted.size} accepted, ${traffic.lost.size} lost`)
    }
    await traffic.stop()
    const unended = await waitForEnds(traffic)
    const damaged = await countDamage(service)
    recoveries.sort((a, b) => a - b)
    log(`${traffic.promotions} promotions, ${traffic.trainings} trainings asked for`)
    return [
      { name: 'kill.embedded.kills', value: KILLS, unit: 'kills' },
      { name: 'kill.embedded.accepted', value: traffic.accepted.size, unit: 'predictions' },
      judge({ name: 'kill.embedded.lost', value: traffic.lost.size + unended, unit: 'predictions' }, '<= 0'),
      judge({ name: 'kill.embedded.doubled', value: traffic.doubled.size, unit: 'predictions' }, '<= 0'),
      judge({ name: 'kill.embedded.damaged', value: damaged, unit: 'versions or history entries' }, '<= 0'),
      { name: 'kill.embedded.medianRecoverySeconds', value: recoveries[KILLS >> 1]!, unit: 's' },
      judge(
        { name: 'kill.embedded.recoverySeconds', value: recoveries.at(-1)!, unit: 's (the slowest)' },
        '<= 2'
      )
    ]
  } finally {
    await service.stop()
  }
}

async function waitUntilReady({ request }: Started): Promise<void> {
  for (;;) {
    const response = await request('/health/ready').catch(() => null)
    await response?.arrayBuffer()
    if (response?.status === 200) return
    await pause(10)
  }
}

/** Publishes at least two versions before the traffic starts, so that promotions can alternate. */
async function addVersions(service: Started): Promise<void> {
  await service.kill('SIGTERM')
  const blobs = service.testEnvironment.openBlobs()
  const [artefact, draft] = await Promise.all([
    readFile(bootstrapArtefactFile),
    readFile(bootstrapManifestFile)
  ])
  const versions = buildModelVersions({ blobs, clock: systemClock })
  for (let known = (await versions.versions('cascade-size')).length; known < 2; known++) {
    await versions.publish('cascade-size', artefact, JSON.parse(draft.toString()) as ManifestDraft)
  }
  await blobs.close()
  await service.restart()
}

/** Counts the accepted predictions that have not ended in time. */
async function waitForEnds(traffic: Traffic): Promise<number> {
  const open = new Set(traffic.accepted.keys())
  const deadline = performance.now() + END_MILLISECONDS
  while (open.size > 0 && performance.now() < deadline) {
    for (const id of open) if ((await traffic.look(id)) || traffic.lost.has(id)) open.delete(id)
    if (open.size > 0) await pause(200)
  }
  return open.size
}

/** Counts versions whose bytes do not match their manifest, and gaps in the history. */
async function countDamage({ request, get }: Started): Promise<number> {
  let damaged = 0
  for await (const { version, sha256 } of listAll(get, '/models')) {
    const response = await request(`/models/${version}/artefact`)
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) damaged++
  }
  const sequences: number[] = []
  for await (const { sequence } of listAll(get, '/models/history')) sequences.push(Number(sequence))
  sequences.sort((a, b) => a - b)
  return damaged + sequences.filter((sequence, index) => sequence !== index + 1).length
}

function listAll(get: Started['get'], path: '/models' | '/models/history') {
  return everyItem<Record<string, unknown>>(async cursor => {
    const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
    return (await get(`${path}?limit=100${from}`)).body
  })
}
