import type { FollowersKnown } from './followers-known.ts'
import type { Model } from './model.ts'

/**
 * Joins versions that were trained on different sets into one, with one variant of each. Priors and the summary of the training
 * set are those of the first.
 */
export function joinVariants(
  versions: readonly { readonly variant: FollowersKnown; readonly model: Model }[]
): Model {
  return {
    ...versions[0].model,
    windows: versions.flatMap(({ variant, model }) =>
      model.windows.filter(({ followers }) => followers === variant)
    ),
    profiles: versions.flatMap(({ variant, model }) =>
      model.profiles.filter(({ followers }) => followers === variant)
    ),
    early: versions.flatMap(({ variant, model }) =>
      model.early.filter(({ followers }) => followers === variant)
    )
  }
}
