import { expect, test } from 'vitest'
import { advanceSilent, Timeline } from '../../../cascades/collector/timeline.ts'

const settings = { latenessSeconds: 0, silenceSeconds: 30, lostSeconds: 60 }

/** A foreign feed in two partitions: the first has an event of time 1,000, the second one of time 2,000. */
function open() {
  const timelines = [new Timeline(settings, 0), new Timeline(settings, 0)] as const
  timelines[0].receiveEvent(1_000, 0)
  timelines[1].receiveEvent(2_000, 0)
  const carry = (now: number, maxTime = 1e9) => {
    advanceSilent(timelines, now, maxTime)
    return timelines.map(({ watermark }) => watermark)
  }
  return { timelines, carry }
}

test('carries a silent partition on to what its source has said elsewhere, and no sooner', () => {
  const { timelines, carry } = open()
  timelines[1].receiveEvent(2_000, 29_000)
  expect(carry(30_000)).toEqual([1_000, 2_000])
  expect(carry(30_500)).toEqual([2_000, 2_000])
})

test('carries a source that is silent everywhere at wall speed, as far as it may go', () => {
  const { carry } = open()
  expect(carry(30_000)).toEqual([1_000, 2_000])
  expect(carry(40_000)).toEqual([2_010, 2_010])
  expect(carry(50_000, 2_015)).toEqual([2_015, 2_015])
})
