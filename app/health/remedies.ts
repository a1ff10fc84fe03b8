import type { Config } from '../config.ts'

export interface Remedies {
  readonly database: string
  readonly queue: string
  readonly stream: string
  readonly blobs: string
  readonly disk: string
}

/** What an operator can do about each failed dependency. */
export function remediesOf(mode: Config['mode']): Remedies {
  const resumes = 'Work then resumes.'
  if (mode === 'embedded') {
    const folder = `Check the disk and the permissions of the data folder (DATA_DIR). ${resumes}`
    return {
      database: folder,
      queue: folder,
      stream: folder,
      blobs: folder,
      disk: `Free space on the disk of the data folder (DATA_DIR). ${resumes}`
    }
  }
  return {
    database: `Check that PostgreSQL answers at DATABASE_URL and accepts writes. ${resumes}`,
    queue: `Check that RabbitMQ answers at AMQP_URL. Accepted jobs are kept in the database meanwhile. ${resumes}`,
    stream: `Check that Kafka answers at KAFKA_BROKERS. POST /events is rejected meanwhile; messages are kept in the database. ${resumes}`,
    blobs: `Check that the object store answers at S3_ENDPOINT. Loaded model versions stay in use; none can be published or promoted meanwhile. ${resumes}`,
    disk: `Free space on the disk of PostgreSQL. ${resumes}`
  }
}
