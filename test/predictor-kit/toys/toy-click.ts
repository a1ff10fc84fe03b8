import { buildClick } from './build-click.ts'

/** A banner is shown to many visitors: each showing has an outcome with an id of its own. */
export const predictor = buildClick('toy-click', 'many')
export const moduleUrl: string = import.meta.url
