import { join } from 'node:path'
import { installGoTool } from './go-tool.ts'
import { answersHttp, buildServer } from './server.ts'
import { binFolder, settings } from './settings.ts'

/** Stands between a service and its server: latency, resets, cut connections. For fault tests. */
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
