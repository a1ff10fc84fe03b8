import { expect, test } from 'vitest'
import { Random } from '../../learners/random.ts'
import { type FeedEntry, feed } from '../harness/feed.ts'
import { startForTest } from '../harness/start.ts'
import { testMode } from '../harness/test-environment.ts'

const BEGIN = 1_700_000_000
const EVENTS = 20
const { cascades, kills } =
  testMode === 'embedded' ? { cascades: 10_000, kills: 10 } : { cascades: 4_000, kills: 4 }

/** Enough cascades that checkpoints write most new events to the journal. */
test('shows and counts each event once with thousands of open cascades and repeated kills', async () => {
  const program = await startForTest({
    settings: {
      GROUNDSWELL_CHECKPOINT_SECONDS: '0.3',
      // Each cascade ends before its first window, so there is no forecast.
      GROUNDSWELL_IDLE_SECONDS: '100',
      LOG_LEVEL: 'info'
    }
  })
  const random = new Random(21)
  const total = cascades * EVENTS
  const entries = Array.from({ length: total }, (_, index): FeedEntry => {
    const round = Math.floor(index / cascades)
    // Posts first, then reshares in rounds.
    return {
      eventId: String(round),
      cascadeId: `many.${index % cascades}`,
      kind: round === 0 ? 'post' : 'reshare',
      time: BEGIN + (60 * index) / total,
      magnitude: 1 + random.integer(900)
    }
  })
  const deleted = 'many.7'
  for (let part = 0; part < kills; part++) {
    const [from, to] = [part, part + 1].map(each => Math.round((each * total) / kills)) as [number, number]
    await feed(program, entries.slice(from, to))
    // Kills at a random moment, so it waits for no condition.
    await new Promise(done => setTimeout(done, 1_500 * random.uniform()))
    await program.kill('SIGKILL')
    await program.restart()
    if (part === kills - 3) {
      const { status } = await program.request(`/cascades/${deleted}`, { method: 'DELETE' })
      expect(status).toBe(200)
    }
  }
  await expect
    .poll(async () => (await program.get('/stream')).body, { timeout: 120_000 })
    .toMatchObject({ lag: 0, counters: { cascades, duplicates: 0 } })
  const { events = 0, forgotten = 0 } = (await program.get('/stream')).body.counters
  expect(events + forgotten).toBe(total)
  const looked = Array.from({ length: 50 }, () => `many.${8 + random.integer(cascades - 8)}`)
  for (const id of looked) {
    const { cascade, events: shown } = (await program.get(`/cascades/${id}`)).body
    expect({ id, state: cascade.state, events: cascade.events, shown: shown.length }).toEqual({
      id,
      state: 'open',
      events: EVENTS,
      shown: EVENTS
    })
  }
  await feed(program, [{ watermark: BEGIN + 60, isLast: true }])
  await expect
    .poll(async () => (await program.get('/stream')).body.counters.ended, { timeout: 120_000 })
    .toBe(cascades - 1)
  for (const id of looked) {
    const { cascade, outcome } = (await program.get(`/cascades/${id}?maxEvents=0`)).body
    expect(cascade).toMatchObject({ id, state: 'ended', events: EVENTS })
    expect(outcome).toMatchObject({ finalSize: EVENTS })
  }
  expect((await program.get(`/cascades/${deleted}`)).status).toBe(404)
})
