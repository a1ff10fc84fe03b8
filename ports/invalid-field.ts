import { Failure } from './errors.ts'

/**
 * The place of a fault as a person reads it: '/events/3/time' is 'events[3].time', '' is 'the body'. The names of
 * parameters, headers and settings stay as they are.
 */
export function describeField(field: string): string {
  if (field === '') return 'the body'
  if (!field.startsWith('/')) return field
  return field
    .slice(1)
    .split('/')
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step, i) => toStep(step, i === 0))
    .join('')
}

function toStep(step: string, isFirst: boolean): string {
  if (/^\d+$/.test(step)) return isFirst ? `item [${step}]` : `[${step}]`
  if (/^[\w$-]+$/.test(step)) return isFirst ? step : `.${step}`
  return `[${JSON.stringify(step)}]`
}

/**
 * A wrong field of a body, by its JSON pointer: the reason follows its name, as in 'must be at least 60 (got 5)'.
 * `faults`: all that were found, where there are several.
 */
export function invalidField(pointer: string, reason: string, faults: Failure['faults'] = []): Failure {
  return new Failure('invalid-field', `${describeField(pointer)} ${reason}`, { field: pointer, faults })
}
