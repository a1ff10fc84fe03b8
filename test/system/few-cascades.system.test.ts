import { expect, test } from 'vitest'
import { drawPopulation } from '../../cli/bootstrap/draw-population.ts'
import { Random } from '../../learners/random.ts'
import { type Cascade, observe } from '../../predictors/cascade-size/cascade.ts'
import { drawCascade } from '../../predictors/cascade-size/draw-cascade.ts'
import { lognormalFollowers } from '../../predictors/cascade-size/followers.ts'
import { type Started, startForTest } from '../harness/start.ts'

const count = 40
const windowSeconds = 600

/** Cascades that start slowly and all become large: selected by size, as the first model has seen none. */
function drawLargeOnes(): Cascade[] {
  const population = {
    ranges: {
      kernel: 'power-law',
      branchingFactor: [0.85, 0.97],
      followerExponent: [0.1, 0.3],
      cutoffSeconds: [1_000, 4_000],
      decay: [0.8, 1.5]
    },
    followers: lognormalFollowers(300, 1.5),
    postFollowers: lognormalFollowers(20_000, 1),
    horizonSeconds: 604_800,
    maximumEvents: 2_000,
    minimumEvents: 500
  } as const
  const random = new Random(5)
  return Array.from({ length: count }, (_, number) => drawCascade(population, random.split(number)).cascade)
}

async function report(program: Started, cascades: readonly Cascade[]): Promise<void> {
  for (const [number, cascade] of cascades.entries()) {
    const { times, magnitudes } = observe(cascade, windowSeconds)
    const events = Array.from(times, (time, i) => ({ time, magnitude: Math.round(magnitudes[i]!) }))
    const id = `post-${number}`
    const { body } = await program.post('/cascades', { id, events, windowSeconds }, { prefer: 'wait=20' })
    expect(body).toMatchObject({ state: 'succeeded' })
    const { status } = await program.request(`/cascades/${id}/outcome`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ finalSize: cascade.times.length })
    })
    expect(status).toBe(200)
  }
}

async function awaitTraining(program: Started) {
  const read = async () => (await program.get('/training')).body.items[0]
  await expect
    .poll(async () => (await read())?.state, { timeout: 120_000 })
    .toBeOneOf(['promoted', 'declined'])
  return read()
}

const settings = { GROUNDSWELL_TRAIN_FIRST_GROUPS: String(count) }

test('replaces the first model after 40 outcomes of cascades that it forecasts badly', async () => {
  const program = await startForTest({ settings })
  await report(program, drawLargeOnes())
  const run = await awaitTraining(program)
  expect(run).toMatchObject({
    trigger: 'samples',
    state: 'promoted',
    version: 2,
    report: { isCrossValidated: true, training: { groups: count } }
  })
  const { body: live } = await program.get('/models/latest')
  expect(live).toMatchObject({ version: 2, isSimulated: false, training: { groups: count } })
  const [cascade] = drawLargeOnes()
  const { times, magnitudes } = observe(cascade!, windowSeconds)
  const events = Array.from(times, (time, i) => ({ time, magnitude: Math.round(magnitudes[i]!) }))
  await expect
    .poll(async () => {
      const { body } = await program.post('/cascades', { events, windowSeconds }, { prefer: 'wait=20' })
      return body.model?.version
    })
    .toBe(2)
})

test('keeps the first model after 40 outcomes of cascades that it forecasts well', async () => {
  const program = await startForTest({ settings })
  const cascades = Array.from(drawPopulation('ordinary', count, 'all', 3), ({ cascade }) => cascade)
  await report(program, cascades)
  expect(await awaitTraining(program)).toMatchObject({ trigger: 'samples', state: 'declined' })
  expect((await program.get('/models/latest')).body).toMatchObject({ version: 1, isSimulated: true })
})
