import { isIP } from 'node:net'
import { choice, DAY, integer, list, name, SettingError } from './setting.ts'

/** The limits on callers: who may call, from which hosts, and how large a request may be. */
export const apiSettings = {
  keys: {
    ...list(
      'GROUNDSWELL_API_KEYS',
      '',
      apiKey,
      'API keys of the callers, as name:secret, comma-separated. Unset: the API requires no key.'
    ),
    isSecret: true
  },
  sessionSeconds: integer(
    'GROUNDSWELL_SESSION_SECONDS',
    43_200,
    [60, 7 * DAY],
    'How long a session of the web page lasts after a key was entered.'
  ),
  allowedHosts: list(
    'GROUNDSWELL_ALLOWED_HOSTS',
    '',
    name,
    'Further host names under which the service may be called, comma-separated. HOST and localhost are always allowed.'
  ),
  allowedOrigins: list(
    'GROUNDSWELL_ALLOWED_ORIGINS',
    '',
    name,
    'Origins of other web pages that may call the API, comma-separated.'
  ),
  trustedProxies: list(
    'GROUNDSWELL_TRUSTED_PROXIES',
    '',
    addressRange,
    'Addresses or networks (10.0.0.0/8) of reverse proxies, comma-separated. The service takes the address of a caller from the header that these proxies send. Unset: the address of the connection counts.'
  ),
  trustedProxyHeader: choice(
    'GROUNDSWELL_TRUSTED_PROXY_HEADER',
    'x-forwarded-for',
    ['x-forwarded-for', 'forwarded'],
    'Header in which the trusted proxies report the caller: x-forwarded-for or forwarded (RFC 7239).'
  ),
  maxBodyBytes: integer(
    'GROUNDSWELL_MAX_BODY_BYTES',
    16_777_216,
    [1_024, 1_073_741_824],
    'Maximum size of the body of one request.'
  ),
  allBodiesBytes: integer(
    'GROUNDSWELL_MAX_ALL_BODIES_BYTES',
    67_108_864,
    [1_024, 1_099_511_627_776],
    'Maximum memory for the bodies of all requests together; at least twice GROUNDSWELL_MAX_BODY_BYTES. Further bodies wait for up to 10 s, then the answer is 503.'
  ),
  maxEvents: integer(
    'GROUNDSWELL_MAX_EVENTS',
    200_000,
    [1, 10_000_000],
    'Maximum number of events in one submitted cascade.'
  )
} as const

function addressRange(given: string): { readonly address: string; readonly prefix: number } {
  const [address = '', bits] = splitOnce(given, '/')
  const max = { 4: 32, 6: 128 }[isIP(address)] ?? 0
  const prefix = bits === undefined ? max : Number(bits)
  if (max === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits)) || prefix > max)
    throw new SettingError('must list IP addresses or networks such as 10.0.0.0/8')
  return { address, prefix }
}

function apiKey(given: string): { readonly name: string; readonly secret: string } {
  const [keyName = '', secret] = splitOnce(given, ':')
  if (secret === undefined || !/^[A-Za-z0-9._-]{1,64}$/.test(keyName))
    throw new SettingError('must give each key a name, as name:secret')
  if (secret.length < 16) throw new SettingError(`must give '${keyName}' a secret of at least 16 characters`)
  return { name: keyName, secret }
}

function splitOnce(given: string, separator: string): readonly string[] {
  const at = given.indexOf(separator)
  return at < 0 ? [given] : [given.slice(0, at), given.slice(at + 1)]
}
