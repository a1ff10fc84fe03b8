import { expect, test } from 'vitest'
import { mergeHealth } from '../../web/queue/merge-health.ts'

const since = '2026-11-28T12:00:00.000Z'
const stream = { name: 'stream', reason: 'Kafka is away', remedy: 'start it', since }
const own = {
  status: 'degraded' as const,
  checks: [
    { ...stream, ok: false, state: 'failed' as const, lastProgressAt: null },
    {
      name: 'database',
      ok: true,
      state: 'ok' as const,
      reason: null,
      remedy: null,
      since,
      lastProgressAt: null
    }
  ]
}

function processOf(services: string[], status: object) {
  return { services, status: { ...status } }
}

test('merges a problem of several processes into one line, with the worst status', () => {
  const processes = [
    processOf(['api'], { health: { status: 'degraded', problems: [stream] } }),
    processOf(['collector'], { health: { status: 'not-ready', problems: [stream] } }),
    processOf(['worker'], { health: { status: 'ready', problems: [] } })
  ]
  expect(mergeHealth(own, processes)).toEqual({
    status: 'not-ready',
    problems: [{ ...stream, where: 'api, collector' }]
  })
})

test('takes processes without health in their heartbeat as ready', () => {
  expect(mergeHealth({ status: 'ready', checks: [] }, [processOf(['worker'], {})])).toEqual({
    status: 'ready',
    problems: []
  })
})
