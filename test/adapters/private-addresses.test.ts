import { expect, test } from 'vitest'
import { isPrivateAddress } from '../../adapters/webhooks/private-addresses.ts'

const privateAddresses = Object.entries({
  'this host': ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'private networks': ['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  'unique local': ['fc00::1', 'fd12:3456:789a::1'],
  'link local, including cloud metadata': [
    '169.254.0.1',
    '169.254.169.254',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1'
  ],
  'deprecated site local': ['fec0::1'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  multicast: ['224.0.0.1', '239.255.255.250', 'ff02::1'],
  broadcast: ['255.255.255.255'],
  documentation: ['192.0.2.1', '198.51.100.7', '203.0.113.9', '2001:db8::1', '3fff::1'],
  benchmarking: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  reserved: ['192.0.0.1', '192.88.99.1', '240.0.0.1', '100::1', '5f00::1', '2001::1', '4000::1'],
  'IPv4-mapped IPv6': [
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '0:0:0:0:0:ffff:6440:1'
  ],
  'IPv4-compatible IPv6': ['::127.0.0.1', '::7f00:1', '::808:808'],
  'IPv4-translated IPv6': ['::ffff:0:127.0.0.1'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b::10.0.0.1', '64:ff9b:1::1'],
  '6to4': ['2002:7f00:1::', '2002:a00:1::1', '2002:c0a8:101::1'],
  Teredo: ['2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  'text that is not an address': [
    '',
    'localhost',
    '127.1',
    '0x7f.1',
    '010.0.0.1',
    '256.1.1.1',
    '10.0.0.1/8',
    ':::'
  ]
})

test.each(privateAddresses)('treats an address as private: %s', (_, addresses) => {
  expect(addresses.filter(address => !isPrivateAddress(address))).toEqual([])
})

test('accepts public addresses next to the private ranges', () => {
  const addresses = [
    ...['1.1.1.1', '93.184.216.34', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0'],
    ...['126.255.255.255', '128.0.0.0', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0'],
    ...['192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255'],
    ...[
      '2606:2800:220:1:248:1893:25c8:1946',
      '2a00:1450:4001:82b::200e',
      '2001:4860:4860::8888',
      '::ffff:8.8.8.8'
    ]
  ]
  expect(addresses.filter(isPrivateAddress)).toEqual([])
})
