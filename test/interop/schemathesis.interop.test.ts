import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pythonWith } from '../../deploy/tools/python.ts'
import { startForTest } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'unsupported_method'
]

test('schemathesis finds no response that openapi.yaml does not describe', async () => {
  const program = await startForTest()
  const st = join(pythonWith('schemathesis'), '..', 'st')
  const args = [
    ...[
      'run',
      `${program.url}/openapi.json`,
      '--checks',
      checks.join(),
      '--max-examples',
      '12',
      '--seed',
      '12'
    ],
    ...[
      '--phases',
      'examples,coverage,fuzzing',
      // Python 3.11's parser keeps its depth for all threads at once, and fails in one of two.
      '--workers',
      '1',
      '--request-timeout',
      '20',
      '--no-color',
      '--warnings',
      'off'
    ],
    // Event streams do not end, and it cannot write lines of JSON.
    ...['--exclude-path-regex', '/feed$|/batch$']
  ]
  const run = spawn(st, args, { cwd: temporaryFolder(), timeout: 480_000, killSignal: 'SIGKILL' })
  let output = ''
  for (const stream of [run.stdout, run.stderr])
    stream.on('data', chunk => {
      output += String(chunk)
    })
  const [code] = await once(run, 'close')
  expect(code, output.slice(-20_000)).toBe(0)
})
