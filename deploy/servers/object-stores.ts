import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { installGoTool } from './go-tool.ts'
import { answers, answersHttp, buildServer } from './server.ts'
import { addresses, binFolder, settings } from './settings.ts'

const { S3_ACCESS_KEY_ID: key, S3_SECRET_ACCESS_KEY: secret } = addresses

/** The last community release. */
export const minio = buildServer({
  name: 'minio',
  install: () => void installGoTool('minio', 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c'),
  prepare: folder => void mkdirSync(join(folder, 'data'), { recursive: true }),
  command: folder => ({
    file: join(binFolder, 'minio'),
    args: [
      'server',
      join(folder, 'data'),
      '--address',
      `127.0.0.1:${settings.minioPort}`,
      '--console-address',
      `127.0.0.1:${settings.minioConsolePort}`
    ],
    options: { env: { ...process.env, MINIO_ROOT_USER: key, MINIO_ROOT_PASSWORD: secret, HOME: folder } }
  }),
  isReady: () => answersHttp(`http://127.0.0.1:${settings.minioPort}/minio/health/ready`)
})

/** A second, independent S3 server, to test that the code relies on no feature of a single one. */
export const versitygw = buildServer({
  name: 'versitygw',
  install: () => void installGoTool('versitygw', 'github.com/versity/versitygw/cmd/versitygw@v1.8.0'),
  prepare: folder => void mkdirSync(join(folder, 'data'), { recursive: true }),
  command: folder => ({
    file: join(binFolder, 'versitygw'),
    args: ['--port', `127.0.0.1:${settings.versitygwPort}`, 'posix', join(folder, 'data')],
    options: { env: { ...process.env, ROOT_ACCESS_KEY: key, ROOT_SECRET_KEY: secret, HOME: folder } }
  }),
  isReady: () => answers(settings.versitygwPort)
})
