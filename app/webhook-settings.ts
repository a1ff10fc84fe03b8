import { DAY, decimal, flag, integer, optionalText } from './setting.ts'

export const webhooksSettings = {
  secret: optionalText(
    'GROUNDSWELL_WEBHOOK_SECRET',
    'Secret that signs webhooks: whsec_ and base64. Unset: a generated secret, stored in the database (embedded: in DATA_DIR).'
  ),
  allowPrivate: flag(
    'GROUNDSWELL_WEBHOOKS_ALLOW_PRIVATE',
    false,
    'Whether webhooks may call private addresses.'
  ),
  firstPauseSeconds: decimal(
    'GROUNDSWELL_WEBHOOK_FIRST_PAUSE_SECONDS',
    5,
    [0.001, 3_600],
    'Delay before the second call of a webhook. It doubles with each further call (exponential backoff).'
  ),
  maxPauseSeconds: decimal(
    'GROUNDSWELL_WEBHOOK_LONGEST_PAUSE_SECONDS',
    3_600,
    [0.001, DAY],
    'Maximum delay between two calls of a webhook.'
  ),
  maxAttempts: integer(
    'GROUNDSWELL_WEBHOOK_MAX_ATTEMPTS',
    8,
    [1, 50],
    'Maximum number of calls before a webhook is given up.'
  )
} as const
