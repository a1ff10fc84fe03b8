import { Failure } from './errors.ts'

/**
 * Describes the field of an error for a person: '/events/3/time' is 'events[3].time', '' is 'the body'. The names of
 * parameters, headers and settings do not change.
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
 * Builds the error for a wrong field of a body. The message is the name of the field and the reason, such as
 * 'must be at least 60 (got 5)'. `faults`: all faults, where there are several.
 */
export function invalidField(pointer: string, reason: string, faults: Failure['faults'] = []): Failure {
  return new Failure('invalid-field', `${describeField(pointer)} ${reason}`, { field: pointer, faults })
}
