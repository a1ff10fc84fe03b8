/** A small cascade for POST /cascades, which is fast to fit and within the range of the model. */
export function smallCascade(id?: string): {
  readonly events: readonly { time: number; magnitude: number }[]
  readonly window: number
} {
  const times = [0, 4, 7, 11, 16, 21, 28, 35, 44, 58, 75, 96, 130, 190]
  const magnitudes = [5400, 310, 1200, 88, 460, 2100, 75, 640, 18, 930, 240, 57, 410, 133]
  const events = times.map((time, index) => ({ time, magnitude: magnitudes[index]! }))
  return { ...(id === undefined ? {} : { id }), events, window: 300 }
}
