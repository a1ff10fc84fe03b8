import { defineConfig } from 'vitest/config'
import { addresses } from './deploy/servers/settings.ts'

// quick: laws, contracts on embedded adapters, short system runs (npm test).
// system: faults, fuzz, full replays (npm run test:system). A system test is named *.system.test.ts.
// cluster: contracts and faults on the real servers (npm run -s services -- up; npm run test:cluster), the stores' laws on
// the database that DATABASE_URL names, and the tests of the whole program, which start it there (TEST_MODE). One file at
// a time: some kill the servers. What is about the data folder is named *.embedded.test.ts and not among them.
// interop: one story for each third-party client and tool, *.interop.test.ts (npm run -s services -- tools installs them,
// some use the real servers; npm run test:interop).
// mutants: each of test/mutants/list.ts makes its test fail (npm run test:mutants).
const wholeProgram = [
  'test/system/**/*.test.ts',
  'test/client/service.test.ts',
  'test/cli/service.test.ts',
  'test/web/*.test.ts'
]
const storeTests = ['stores', 'relay', 'cascades/rows'].map(folder => `test/${folder}/*.test.ts`)
const setupFiles = ['test/harness/check-answers.ts']
// How long a condition is waited for: what a busy machine takes is no failure.
const expect = { poll: { timeout: 60_000 } }
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'quick',
          setupFiles,
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{system,cluster,interop,mutants}.test.ts'],
          expect,
          testTimeout: 180_000,
          hookTimeout: 120_000
        }
      },
      {
        test: {
          name: 'system',
          setupFiles,
          include: ['test/**/*.system.test.ts'],
          expect,
          testTimeout: 600_000,
          hookTimeout: 120_000
        }
      },
      {
        test: {
          name: 'cluster',
          setupFiles,
          include: ['test/**/*.cluster.test.ts', ...storeTests, ...wholeProgram],
          exclude: ['test/**/*.embedded*.test.ts'],
          env: {
            DATABASE_URL: process.env.DATABASE_URL ?? addresses.DATABASE_URL,
            TEST_MODE: 'cluster'
          },
          expect,
          testTimeout: 600_000,
          hookTimeout: 120_000
        }
      },
      {
        test: {
          name: 'interop',
          setupFiles,
          include: ['test/**/*.interop.test.ts'],
          expect,
          testTimeout: 300_000,
          hookTimeout: 300_000
        }
      },
      {
        test: {
          name: 'mutants',
          include: ['test/**/*.mutants.test.ts'],
          maxConcurrency: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000
        }
      }
    ]
  }
})
