import { DAY, integer } from './setting.ts'

export const retentionSettings = {
  cascadeSeconds: integer(
    'GROUNDSWELL_KEEP_CASCADES_SECONDS',
    30 * DAY,
    [60, 3_650 * DAY],
    'How long cascades, their events and alerts are kept after their end.'
  ),
  samples: integer(
    'GROUNDSWELL_KEEP_SAMPLES',
    200_000,
    [100, 100_000_000],
    'Maximum number of real training samples for each predictor. Simulated and demo samples have the same limit of their own.'
  ),
  feedSeconds: integer(
    'GROUNDSWELL_KEEP_FEED_SECONDS',
    DAY,
    [60, 365 * DAY],
    'How long server-sent events are kept, so that a client can resume after a disconnection.'
  ),
  streamSeconds: integer(
    'GROUNDSWELL_KEEP_STREAM_SECONDS',
    7 * DAY,
    [60, 3_650 * DAY],
    'How long messages stay on the stream, and thus how far back it can be replayed.'
  ),
  recordSeconds: integer(
    'GROUNDSWELL_KEEP_RECORDS_SECONDS',
    90 * DAY,
    [60, 3_650 * DAY],
    'How long outcomes, scores, training runs, dead letters and webhooks are kept.'
  )
} as const
