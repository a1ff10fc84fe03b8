import {
  choice,
  DAY,
  decimal,
  integer,
  list,
  name,
  optionalInteger,
  optionalNumber,
  optionalText,
  SettingError,
  text
} from './setting.ts'

/** Topics, event time, and when a cascade is forecast and ends. */
export const streamSettings = {
  eventPartitions: integer(
    'GROUNDSWELL_EVENT_PARTITIONS',
    8,
    [1, 10_000],
    'Number of partitions of the topics of events and cascades when they are created. At most as many collectors can share them.'
  ),
  predictionPartitions: integer(
    'GROUNDSWELL_PREDICTION_PARTITIONS',
    20,
    [1, 10_000],
    'Number of partitions of the topics of predictions and alerts when they are created.'
  ),
  windows: list(
    'GROUNDSWELL_WINDOWS',
    '300,600,3600',
    windowSeconds,
    'Ages in seconds at which each watched cascade is forecast, comma-separated.'
  ),
  laterAges: list(
    'GROUNDSWELL_LATER_AGES',
    '10800,21600,86400,259200',
    windowSeconds,
    'Ages in seconds at which each watched cascade is forecast again after its windows, with a low priority, comma-separated. Two less than 600 s apart count as one. Unset: none.'
  ),
  idleSeconds: integer(
    'GROUNDSWELL_IDLE_SECONDS',
    DAY,
    [1, 3_650 * DAY],
    'Time without an event after which a cascade has ended.'
  ),
  maxAgeSeconds: integer(
    'GROUNDSWELL_MAX_AGE_SECONDS',
    7 * DAY,
    [60, 3_650 * DAY],
    'Maximum age of a cascade. At this age it has ended, whether events still arrive or not.'
  ),
  latenessSeconds: decimal(
    'GROUNDSWELL_LATENESS_SECONDS',
    30,
    [0, DAY],
    'How late an event may arrive and still count in its window.'
  ),
  futureSeconds: decimal(
    'GROUNDSWELL_FUTURE_SECONDS',
    300,
    [0, DAY],
    'How far ahead of the clock an event or a watermark may be dated. POST /events rejects one further ahead; on the topic it becomes a dead letter.'
  ),
  silenceSeconds: decimal(
    'GROUNDSWELL_SILENCE_SECONDS',
    10,
    [0.1, DAY],
    'Time without an event after which the event time of a source without watermarks follows the clock.'
  ),
  lostSeconds: decimal(
    'GROUNDSWELL_LOST_SECONDS',
    3_600,
    [1, 30 * DAY],
    'Time without a message after which the event time of a source with watermarks follows the clock.'
  ),
  maxResidentEvents: integer(
    'GROUNDSWELL_MAX_RESIDENT_EVENTS',
    4_000_000,
    [1_000, 1_000_000_000],
    'Maximum number of events of open cascades in memory, for each partition. Others are read from the cascade store when they are needed.'
  ),
  checkpointSeconds: decimal(
    'GROUNDSWELL_CHECKPOINT_SECONDS',
    2,
    [0.01, 600],
    'Maximum time between two checkpoints of the collector.'
  )
} as const

/** The sources that put events on the stream. */
export const sourceSettings = {
  replayFolders: list(
    'GROUNDSWELL_REPLAY_FOLDERS',
    '',
    name,
    'Folders below which callers may replay cascades, comma-separated. Unset: the examples that come with the program.'
  ),
  simulatedPerHour: optionalNumber(
    'GROUNDSWELL_SIMULATE_PER_HOUR',
    [0.01, 100_000],
    'Number of simulated posts an hour, in real time and without end. Unset: no simulation.'
  ),
  jetstreamUrl: optionalText(
    'GROUNDSWELL_JETSTREAM_URL',
    'Address of a Bluesky Jetstream to watch, such as wss://jetstream2.us-east.bsky.network/subscribe. Unset: no live feed.'
  ),
  profilesUrl: text(
    'GROUNDSWELL_PROFILES_URL',
    'https://public.api.bsky.app',
    'Address at which the follower counts of Bluesky accounts are looked up.'
  ),
  profileRequestsPerSecond: decimal(
    'GROUNDSWELL_PROFILE_REQUESTS_PER_SECOND',
    5,
    [0.01, 1_000],
    'Maximum number of look-ups a second; each asks for 25 accounts.'
  ),
  minFollowers: integer(
    'GROUNDSWELL_LIVE_LEAST_FOLLOWERS',
    1_000,
    [0, 1_000_000_000],
    'Minimum number of followers of the author of a post that a live feed watches.'
  )
} as const

/** When an alert is raised, and who is notified. */
export const alertsSettings = {
  threshold: optionalNumber(
    'GROUNDSWELL_ALERT_THRESHOLD',
    [1, 1e12],
    'Predicted size from which an alert is raised. Unset: no alerts.'
  ),
  measure: choice(
    'GROUNDSWELL_ALERT_MEASURE',
    'median',
    ['median', 'areOptimal', 'point', 'low', 'high'],
    'Value of the forecast that is compared with the threshold: median, areOptimal (the size with the smallest expected relative error; its old name is point), low or high (the 10 % and 90 % quantiles). Has no effect if GROUNDSWELL_ALERT_PROBABILITY is set.'
  ),
  probability: optionalNumber(
    'GROUNDSWELL_ALERT_PROBABILITY',
    [0.01, 0.99],
    'Probability of a final size above the threshold from which an alert is raised. Unset: GROUNDSWELL_ALERT_MEASURE decides.'
  ),
  cooldownSeconds: decimal(
    'GROUNDSWELL_ALERT_COOLDOWN_SECONDS',
    0,
    [0, 30 * DAY],
    'Minimum time between two alerts of a cascade.'
  ),
  growthMinEvents: optionalInteger(
    'GROUNDSWELL_GROWTH_ALERT_MIN_EVENTS',
    [1, 1_000_000_000],
    'Number of events from which a cascade that grows faster than expected raises an alert. Unset: no such alerts.'
  ),
  webhooks: list(
    'GROUNDSWELL_ALERT_WEBHOOKS',
    '',
    name,
    'Addresses of webhooks that are called for every alert, comma-separated.'
  )
} as const

function windowSeconds(given: string): number {
  const seconds = Number(given)
  // Fractions are not allowed: two windows within the same second would share a slice.
  if (!(Number.isInteger(seconds) && seconds >= 60 && seconds <= 7 * DAY))
    throw new SettingError('must list whole numbers of seconds from 60 to 604800')
  return seconds
}
