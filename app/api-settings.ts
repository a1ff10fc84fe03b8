import { isIP } from 'node:net'
import { choice, DAY, integer, list, name, SettingError } from './setting.ts'

/** Who may call, from where, and how much of it. */
export const apiSettings = {
  keys: list('GROUNDSWELL_API_KEYS', '', apiKey, 'name:secret, comma-separated; none: no key is asked for.'),
  sessionSeconds: integer(
    'GROUNDSWELL_SESSION_SECONDS',
    43_200,
    [60, 7 * DAY],
    'How long the page may continue after it was shown a key.'
  ),
  allowedHosts: list(
    'GROUNDSWELL_ALLOWED_HOSTS',
    '',
    name,
    'Host names served besides this machine and HOST.'
  ),
  allowedOrigins: list('GROUNDSWELL_ALLOWED_ORIGINS', '', name, 'Origins of other web pages that may call.'),
  trustedProxies: list(
    'GROUNDSWELL_TRUSTED_PROXIES',
    '',
    addressRange,
    'Addresses or networks (10.0.0.0/8) of reverse proxies, comma-separated. Behind them callers are told apart by what the proxies report. Unset: every connection is its own caller.'
  ),
  trustedProxyHeader: choice(
    'GROUNDSWELL_TRUSTED_PROXY_HEADER',
    'x-forwarded-for',
    ['x-forwarded-for', 'forwarded'],
    'The header in which they report the caller: x-forwarded-for or forwarded (RFC 7239).'
  ),
  maxBodyBytes: integer('GROUNDSWELL_MAX_BODY_BYTES', 16_777_216, [1_024, 1_073_741_824], 'Of one request.'),
  allBodiesBytes: integer(
    'GROUNDSWELL_MAX_ALL_BODIES_BYTES',
    67_108_864,
    [1_024, 1_099_511_627_776],
    'Memory for the bodies of all requests together, at least twice GROUNDSWELL_MAX_BODY_BYTES. Further bodies wait up to 10 s, then get 503.'
  ),
  maxEvents: integer('GROUNDSWELL_MAX_EVENTS', 200_000, [1, 10_000_000], 'Of one submitted cascade.')
} as const

function addressRange(given: string): { readonly address: string; readonly prefix: number } {
  const [address = '', bits] = splitOnce(given, '/')
  const max = { 4: 32, 6: 128 }[isIP(address)] ?? 0
  const prefix = bits === undefined ? max : Number(bits)
  if (max === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits)) || prefix > max)
    throw new SettingError(`each must be an IP address or a network such as 10.0.0.0/8 (got '${given}')`)
  return { address, prefix }
}

function apiKey(given: string): { readonly name: string; readonly secret: string } {
  const [keyName = '', secret = ''] = splitOnce(given, ':')
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(keyName)) throw new SettingError('each key needs a name: name:secret')
  if (secret.length < 16) throw new SettingError(`the secret of '${keyName}' needs at least 16 characters`)
  return { name: keyName, secret }
}

function splitOnce(given: string, separator: string): readonly string[] {
  const at = given.indexOf(separator)
  return at < 0 ? [given] : [given.slice(0, at), given.slice(at + 1)]
}
