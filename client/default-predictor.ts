/** Meant where a call names no predictor. */
export const DEFAULT_PREDICTOR = 'cascade-size'
