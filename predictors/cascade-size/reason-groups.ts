/** Columns of a feature row that people understand as one reason. */
interface FeatureTheme {
  readonly name: string
  readonly title: string
  readonly features: readonly string[]
}

/** Every column of the rows of all windows and of early rows is in one of these groups. */
export const reasonGroups: readonly FeatureTheme[] = [
  { name: 'count', title: 'How many so far', features: ['logCount'] },
  {
    name: 'rate',
    title: 'How fast now',
    features: ['logRateLastQuarter', 'logRateLastEighth', 'logRateRelative']
  },
  {
    name: 'growth',
    title: 'How it sped up or slowed down',
    features: [
      'countShare1of8',
      'countShare1of4',
      'countShare1of2',
      'countShare3of4',
      'countShare7of8',
      'logCount60',
      'logCount300',
      'logTimeOfEvent50',
      'logTimeOfEvent100',
      'logTimeOfEvent200',
      'meanTimeShare',
      'meanLogTimeShare',
      'lastTimeShare'
    ]
  },
  {
    name: 'followers',
    title: 'Who posted and shared it (followers)',
    features: [
      'logPostFollowers',
      'logReach',
      'logMaxFollowers',
      'meanLogFollowers',
      'deviationLogFollowers',
      'quantile9LogFollowers',
      'postShareOfReach',
      'logCountOverReach',
      'logCountOverPostFollowers',
      'shareOver1000Followers',
      'logReachShareAfter1of2',
      'logReachShareAfter3of4',
      'logReachAfter3of4'
    ]
  },
  {
    name: 'expected',
    title: 'Shares still expected from those who saw it',
    features: [
      'logSeismicReachLeft',
      'logSeismicInfectiousness',
      'logSeismicInfectiousnessAt1of2',
      'logHawkesLeftA',
      'logHawkesExpectedA',
      'logHawkesSurpriseA',
      'logHawkesLeftB',
      'logHawkesExpectedB',
      'logHawkesSurpriseB',
      'logHawkesLeftC',
      'logHawkesExpectedC',
      'logHawkesSurpriseC',
      'logUnmarkedLeftA',
      'logUnmarkedExpectedA',
      'logUnmarkedSurpriseA',
      'logUnmarkedLeftC',
      'logUnmarkedExpectedC',
      'logUnmarkedSurpriseC'
    ]
  },
  { name: 'age', title: 'How old the post is', features: ['logWindow'] }
]
