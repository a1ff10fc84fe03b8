import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPackages, runStep } from './server.ts'
import { installFolder } from './settings.ts'

/** Installs the dependencies of a pom, if they are missing. Returns the class path for `java -cp`. */
export function installJars(name: string, pom: URL): string {
  const home = join(installFolder, name)
  if (!existsSync(home)) {
    installPackages('maven', 'default-jre-headless')
    const making = `${home}.making`
    rmSync(making, { recursive: true, force: true })
    mkdirSync(making, { recursive: true })
    cpSync(fileURLToPath(pom), join(making, 'pom.xml'))
    runStep('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], { cwd: making })
    renameSync(making, home)
  }
  return join(home, 'libs', '*')
}
