import { S3Client } from '@aws-sdk/client-s3'

export interface S3Settings {
  /** 'http://127.0.0.1:9000'; absent: Amazon's own, of the region. */
  readonly endpoint?: string | undefined
  readonly bucket: string
  readonly region: string
  /** Absent: where Amazon's tools look for them (environment, profile, the machine's role). */
  readonly accessKeyId?: string | undefined
  readonly secretAccessKey?: string | undefined
  /** Whether the bucket is named in the path (most servers of one's own) or the host name. */
  readonly forcePathStyle: boolean
  /** How long a connection, and how long an answer without a byte may take. Default 3 and 10. */
  readonly connectSeconds?: number
  readonly silenceSeconds?: number
}

/** What the operations on one bucket need. */
export interface Target {
  readonly client: S3Client
  readonly bucket: string
}

// Each request is tried this often, with exponential backoff, all within about the silence allowed times this.
const ATTEMPTS = 3

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
    maxAttempts: ATTEMPTS,
    // Some stores and proxies never say 100 Continue (each upload would wait 6 s), or answer 417.
    expectContinueHeader: false,
    // Checksums of their own kind are refused by many a server; model versions bear theirs in the manifest.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: connectSeconds * 1000,
      socketTimeout: silenceSeconds * 1000
    }
  })
}
