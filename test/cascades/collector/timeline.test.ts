import { expect, test } from 'vitest'
import { advanceSilent, Timeline } from '../../../cascades/collector/timeline.ts'

const settings = { latenessSeconds: 0, silenceSeconds: 30, lostSeconds: 60 }

/** A feed without watermarks in two partitions, with an event at time 1,000 and one at time 2,000. */
function open() {
  const timelines = [new Timeline(settings, 0), new Timeline(settings, 0)] as const
  timelines[0].receiveEvent(1_000, 0)
  timelines[1].receiveEvent(2_000, 0)
  const advance = (now: number, maxTime = 1e9) => {
    advanceSilent(timelines, now, maxTime)
    return timelines.map(({ watermark }) => watermark)
  }
  return { timelines, advance }
}

test('advances a silent partition to the furthest watermark of its source, not before the silence limit', () => {
  const { timelines, advance } = open()
  timelines[1].receiveEvent(2_000, 29_000)
  expect(advance(30_000)).toEqual([1_000, 2_000])
  expect(advance(30_500)).toEqual([2_000, 2_000])
})

test('advances a source that is silent everywhere with the clock, up to the maximum time', () => {
  const { advance } = open()
  expect(advance(30_000)).toEqual([1_000, 2_000])
  expect(advance(40_000)).toEqual([2_010, 2_010])
  expect(advance(50_000, 2_015)).toEqual([2_015, 2_015])
})
