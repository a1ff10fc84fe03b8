import { readConfig, readEnvironment } from '../app/config.ts'

/** The data folder a command was given, or that of the settings. */
export function readDataFolder(given: string | undefined): string {
  return given ?? readConfig(...readEnvironment()).dataFolder
}
