import {
  choice,
  DAY,
  decimal,
  integer,
  list,
  name,
  optionalNumber,
  optionalText,
  SettingError,
  text
} from './setting.ts'

/** How the stream is kept, and when a cascade on it is forecast and ends. */
export const streamSettings = {
  eventPartitions: integer(
    'GROUNDSWELL_EVENT_PARTITIONS',
    8,
    [1, 10_000],
    'Of the topics of events and cascades, when they are made: as many collectors can share them.'
  ),
  predictionPartitions: integer(
    'GROUNDSWELL_PREDICTION_PARTITIONS',
    20,
    [1, 10_000],
    'Of the topics of predictions and alerts, when they are made.'
  ),
  windows: list(
    'GROUNDSWELL_WINDOWS',
    '300,600,3600',
    windowSeconds,
    'Ages in seconds at which each watched cascade is forecast.'
  ),
  idleSeconds: integer(
    'GROUNDSWELL_IDLE_SECONDS',
    DAY,
    [1, 3_650 * DAY],
    'A cascade without an event for as long has ended.'
  ),
  maxAgeSeconds: integer(
    'GROUNDSWELL_MAX_AGE_SECONDS',
    7 * DAY,
    [60, 3_650 * DAY],
    'At this age a cascade has ended in any case.'
  ),
  latenessSeconds: decimal(
    'GROUNDSWELL_LATENESS_SECONDS',
    30,
    [0, DAY],
    'How late an event may come and still count in its window.'
  ),
  futureSeconds: decimal(
    'GROUNDSWELL_FUTURE_SECONDS',
    300,
    [0, DAY],
    'How far ahead of the clock an event or a watermark may be dated. POST /events refuses one further ahead; on the topic it becomes a dead letter.'
  ),
  silenceSeconds: decimal(
    'GROUNDSWELL_SILENCE_SECONDS',
    10,
    [0.1, DAY],
    'A feed without watermarks, silent for as long, continues at wall speed.'
  ),
  lostSeconds: decimal(
    'GROUNDSWELL_LOST_SECONDS',
    3_600,
    [1, 30 * DAY],
    'The same for a source that writes watermarks.'
  ),
  maxResidentEvents: integer(
    'GROUNDSWELL_MAX_RESIDENT_EVENTS',
    4_000_000,
    [1_000, 1_000_000_000],
    'Events of open cascades in memory, for each partition; the rest is read when needed.'
  ),
  checkpointSeconds: decimal(
    'GROUNDSWELL_CHECKPOINT_SECONDS',
    2,
    [0.01, 600],
    'The collector writes what has grown at least this often.'
  )
} as const

/** What puts events on the stream. */
export const sourceSettings = {
  replayFolders: list(
    'GROUNDSWELL_REPLAY_FOLDERS',
    '',
    name,
    'Folders below which cascades may be replayed by whoever may call; none: the examples that come with the program.'
  ),
  simulatedPerHour: optionalNumber(
    'GROUNDSWELL_SIMULATE_PER_HOUR',
    [0.01, 100_000],
    'Simulated posts an hour, in real time and without end; none: nothing is simulated.'
  ),
  jetstreamUrl: optionalText(
    'GROUNDSWELL_JETSTREAM_URL',
    'A Bluesky Jetstream to watch, as wss://jetstream2.us-east.bsky.network/subscribe; none: nothing outside is asked.'
  ),
  profilesUrl: text(
    'GROUNDSWELL_PROFILES_URL',
    'https://public.api.bsky.app',
    'Where the followers of Bluesky accounts are looked up.'
  ),
  profileRequestsPerSecond: decimal(
    'GROUNDSWELL_PROFILE_REQUESTS_PER_SECOND',
    5,
    [0.01, 1_000],
    'Of 25 accounts each.'
  ),
  minFollowers: integer(
    'GROUNDSWELL_LIVE_LEAST_FOLLOWERS',
    1_000,
    [0, 1_000_000_000],
    'Posts of authors with fewer are not watched in a live feed.'
  )
} as const

/** When an alert is raised, and who is told. */
export const alertsSettings = {
  threshold: optionalNumber(
    'GROUNDSWELL_ALERT_THRESHOLD',
    [1, 1e12],
    'Predicted size from which an alert is raised; none: no alerts.'
  ),
  measure: choice(
    'GROUNDSWELL_ALERT_MEASURE',
    'point',
    ['point', 'median', 'low', 'high'],
    'Which value of the forecast is watched: point, median, low or high (10 and 90 %).'
  ),
  cooldownSeconds: decimal(
    'GROUNDSWELL_ALERT_COOLDOWN_SECONDS',
    0,
    [0, 30 * DAY],
    'No second alert for a cascade within so many seconds.'
  ),
  webhooks: list(
    'GROUNDSWELL_ALERT_WEBHOOKS',
    '',
    name,
    'Addresses notified of every alert, comma-separated.'
  )
} as const

function windowSeconds(given: string): number {
  const seconds = Number(given)
  // Whole: forecasts of two windows in the same second would have one slice.
  if (!(Number.isInteger(seconds) && seconds >= 60 && seconds <= 7 * DAY))
    throw new SettingError('each window must be a whole number of seconds from 60 to 604800')
  return seconds
}
