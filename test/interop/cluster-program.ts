import { onTestFinished } from 'vitest'
import { makeGround } from '../harness/ground.ts'
import { type Started, startForTest } from '../harness/start.ts'

interface ClusterProgram {
  readonly program: Started
  /** Settings of the program: addresses of the servers, its bucket and prefix. */
  setting(name: string): string
}

/** The program on the real servers, until the test has finished. */
export async function startInCluster(
  settings: Readonly<Record<string, string>> = {}
): Promise<ClusterProgram> {
  const ground = await makeGround('cluster')
  onTestFinished(ground.remove)
  const program = await startForTest({ ground, settings })
  return {
    program,
    setting(name) {
      const value = ground.settings[name]
      if (value === undefined) throw new Error(`the program was not given ${name}`)
      return value
    }
  }
}
