import { InputError } from '../cascades/source/input-error.ts'

/** Runs a plan of valid options: its RangeError says that the file has too few or too many cases. */
export function withFileInErrors<Plan>(file: string, makePlan: () => Plan): Plan {
  try {
    return makePlan()
  } catch (error) {
    throw toInputError(error, file)
  }
}

/** A RangeError becomes an InputError of the file. Any other error stays. */
export function toInputError(error: unknown, file: string): unknown {
  return error instanceof RangeError ? new InputError(file, null, error.message, { cause: error }) : error
}
