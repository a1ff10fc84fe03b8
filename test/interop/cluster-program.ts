import { onTestFinished } from 'vitest'
import { type Started, startForTest } from '../harness/start.ts'
import { makeEnvironment } from '../harness/test-environment.ts'

interface ClusterProgram {
  readonly program: Started
  /** Settings of the program: addresses of the servers, its bucket and prefix. */
  setting(name: string): string
}

/** The program on the real servers, until the test has finished. */
export async function startInCluster(
  settings: Readonly<Record<string, string>> = {}
): Promise<ClusterProgram> {
  const testEnvironment = await makeEnvironment('cluster')
  onTestFinished(testEnvironment.remove)
  const program = await startForTest({ testEnvironment, settings })
  return {
    program,
    setting(name) {
      const value = testEnvironment.settings[name]
      if (value === undefined) throw new Error(`the program was not given ${name}`)
      return value
    }
  }
}
