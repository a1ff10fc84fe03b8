import { join } from 'node:path'
import { installGoTool } from './go-tool.ts'
import { answersHttp, buildServer } from './server.ts'
import { binFolder, settings } from './settings.ts'

/** A TCP proxy for fault tests: it adds latency, resets and cut connections between a service and its server. */
export const toxiproxy = buildServer({
  name: 'toxiproxy',
  install: () =>
    void installGoTool('toxiproxy', 'github.com/Shopify/toxiproxy/v2/cmd/server@v2.5.0', 'server'),
  prepare: () => {},
  command: () => ({
    file: join(binFolder, 'toxiproxy'),
    args: ['-host', '127.0.0.1', '-port', String(settings.toxiproxyPort)]
  }),
  isReady: () => answersHttp(`http://127.0.0.1:${settings.toxiproxyPort}/version`)
})
