import { buildClick } from './build-click.ts'

/** A letter is sent to one visitor: it has one outcome, and a later report takes its place. */
export const predictor = buildClick('toy-click-once', 'one')
export const moduleUrl: string = import.meta.url
