/** The predictor of a call that names none. */
export const DEFAULT_PREDICTOR = 'cascade-size'
