import { S3Client } from '@aws-sdk/client-s3'

export interface S3Settings {
  /** Such as 'http://127.0.0.1:9000'. Absent: Amazon's endpoint of the region. */
  readonly endpoint?: string | undefined
  readonly bucket: string
  readonly region: string
  /** Absent: the SDK finds the keys in the environment, a profile or the role of the machine. */
  readonly accessKeyId?: string | undefined
  readonly secretAccessKey?: string | undefined
  /** True: the bucket is in the path, as most self-hosted servers require. False: it is in the host name. */
  readonly forcePathStyle: boolean
  /** Maximum time to connect. Default 3. */
  readonly connectSeconds?: number
  /** Maximum time without a byte of an answer. Default 10. */
  readonly silenceSeconds?: number
}

/** What the operations on one bucket need. */
export interface Target {
  readonly client: S3Client
  readonly bucket: string
}

// Attempts of each request, with exponential backoff. All together they take about MAX_ATTEMPTS * silenceSeconds.
const MAX_ATTEMPTS = 3

export function buildClient(settings: S3Settings): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey, forcePathStyle } = settings
  const { connectSeconds = 3, silenceSeconds = 10 } = settings
  return new S3Client({
    region,
    forcePathStyle,
    ...(endpoint !== undefined && { endpoint }),
    ...(accessKeyId !== undefined && {
      credentials: { accessKeyId, secretAccessKey: secretAccessKey ?? '' }
    }),
    maxAttempts: MAX_ATTEMPTS,
    // Some stores and proxies never send 100 Continue (each upload would wait 6 s), or answer 417.
    expectContinueHeader: false,
    // Many servers reject Amazon's checksums. Model versions have a checksum in their manifest.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: connectSeconds * 1000,
      socketTimeout: silenceSeconds * 1000
    }
  })
}
