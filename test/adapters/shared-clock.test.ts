import { expect, onTestFinished, test } from 'vitest'
import { startSharedClock } from '../../adapters/clock/shared.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { buildSetClock } from '../harness/set-clock.ts'

test('returns the time of the server if the clock of this machine is wrong or steps', async () => {
  const local = buildSetClock()
  const { log, lines } = buildRecordingLog()
  let ahead = 3_600_000
  let isAway = false
  const server = buildSetClock().now() + 0
  const clock = await startSharedClock(
    async () => {
      if (isAway) throw new Error('away')
      return server + local.monotonic() + ahead
    },
    { local, log }
  )
  onTestFinished(clock.close)
  expect(clock.now()).toBe(server + 3_600_000)
  local.step(-86_400_000)
  expect(clock.now()).toBe(server + 3_600_000)
  local.advance(500)
  expect(clock.now()).toBe(server + 3_600_500)

  isAway = true
  local.advance(10_000)
  await Promise.resolve()
  expect(clock.now()).toBe(server + 3_610_500)
  isAway = false
  ahead = 0
  const measureDifference = () => {
    local.advance(10_000)
    return clock.now() - local.monotonic() - server
  }
  await expect.poll(measureDifference).toBe(0)
  expect(lines).toMatchObject([{ message: 'shared clock stepped' }])
})

test('repeats a slow first measurement and uses the fastest', async () => {
  const local = buildSetClock()
  const took = [2_000, 400, 20, 300]
  const server = 1_000_000
  const clock = await startSharedClock(
    async () => {
      local.advance(took.shift()!)
      return server + local.monotonic()
    },
    { local, log: buildRecordingLog().log }
  )
  onTestFinished(clock.close)
  expect(took).toEqual([300])
  // The error is at most half of the fastest round trip.
  expect(clock.now() - (server + local.monotonic())).toBe(10)
})
