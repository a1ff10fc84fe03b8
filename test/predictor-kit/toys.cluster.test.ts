import { afterAll, beforeAll } from 'vitest'
import { describePredictor } from './describe-predictor.ts'
import { type OipServer, startOipServer } from './oip-server.ts'
import { toyClickSetup } from './setups/toy-click.ts'
import { toyOipSetup } from './setups/toy-oip.ts'

let server: OipServer
beforeAll(async () => {
  server = await startOipServer()
})
afterAll(() => server.kill())

describePredictor(toyClickSetup)
describePredictor({ ...toyOipSetup, settings: () => ({ TOY_OIP_URL: server.url }) })
