import { COLLECTOR_GROUP } from '../../collector/checkpoint.ts'
import { startSource } from '../../source/start-source.ts'
import type { House, RunningService } from '../house.ts'
import { eventsTopic } from '../topics.ts'

export async function start({ ports, stores, owner }: House): Promise<RunningService> {
  return startSource({ ...ports, ...stores, owner, topic: eventsTopic, readers: COLLECTOR_GROUP })
}
