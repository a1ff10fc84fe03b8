import { readConfig, readEnvironment } from '../app/config.ts'

/** The data folder that a command names, by default that of the settings. */
export function readDataFolder(given: string | undefined): string {
  return given ?? readConfig(...readEnvironment()).dataFolder
}
