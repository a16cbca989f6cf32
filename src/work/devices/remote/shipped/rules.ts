/** Links that come with Spil. Plain data: an organisation may change each for itself. */
import type { Template } from '../contract.ts'

type Words = Readonly<Record<'nl' | 'en', string>>
export interface ShippedTemplate extends Pick<Template, 'kinds' | 'url' | 'active'> {
  name: Words
}
const same = (name: string): Words => ({ nl: name, en: name })
const computers = ['laptop', 'pc', 'server']
const network = ['switch', 'router', 'firewall', 'accessPoint']

export const shippedTemplates: Readonly<Record<string, ShippedTemplate>> = {
  ssh: { name: same('SSH'), kinds: ['server', ...network], url: 'ssh://{host}', active: true },
  rdp: { name: { nl: 'Extern bureaublad (RDP)', en: 'Remote Desktop (RDP)' }, kinds: computers, url: 'rdp://{host}', active: true },
  vnc: { name: same('VNC'), kinds: computers, url: 'vnc://{host}', active: true },
  rustdesk: {
    name: same('RustDesk'),
    kinds: [...computers, 'phone', 'tablet'],
    url: 'rustdesk://connection/new/{fact:remote.rustdesk}',
    active: true,
  },
  web: {
    name: { nl: 'Beheerpagina', en: 'Page to manage it' },
    kinds: ['printer', 'camera', 'av', 'iot', ...network],
    url: 'https://{ip}/',
    active: true,
  },
  // Where it runs differs from organisation to organisation: its address is filled in first.
  meshcentral: {
    name: same('MeshCentral'),
    kinds: computers,
    url: 'https://meshcentral.example.org/?viewmode=11&gotonode={fact:remote.meshcentral}',
    active: false,
  },
}
