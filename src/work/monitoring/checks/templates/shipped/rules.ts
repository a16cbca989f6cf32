/** Templates that come with Spil: off until somebody switches them on. Plain data. */
import type * as z from 'zod'
import type { Words } from '#record/items/kinds/contract.ts'
import { Scope } from '#record/norms/contract.ts'
import { NewQuestion } from '../../kinds/contract.ts'

export interface Shipped {
  key: string
  names: Words
  about: Words
  scope: Scope
  checks: readonly NewQuestion[]
}
const w = (nl: string, en: string): Words => ({ nl, en })
type Asked = z.input<typeof NewQuestion>
const ask = (name: string, what: Asked['what'], everySeconds = 60): NewQuestion => NewQuestion.parse({ name, what, everySeconds })
const of = (key: string, names: Words, about: Words, scope: z.input<typeof Scope>, checks: NewQuestion[]): Shipped => ({
  ...{ key, names, about, scope: Scope.parse(scope), checks },
})

export const shippedTemplates: readonly Shipped[] = [
  of(
    'server',
    w('Servers', 'Servers'),
    w('Ping, SSH en de node exporter op poort 9100', 'Ping, SSH and the node exporter at port 9100'),
    { kinds: ['server'] },
    [ask('Ping', { kind: 'icmp' }), ask('SSH', { kind: 'ssh' }, 300), ask('Node exporter', { kind: 'scrape' })],
  ),
  of(
    'website',
    w('Websites', 'Websites'),
    w(
      'Het webadres van elke applicatie, en hoe lang het certificaat nog geldt',
      'The web address of every application, and how long its certificate is valid',
    ),
    { kinds: ['application'] },
    [ask('Website', { kind: 'http', url: '{attribute:address}' }), ask('TLS', { kind: 'tls', address: '{host:attribute:address}' }, 3600)],
  ),
  of(
    'switch',
    w('Switches en routers', 'Switches and routers'),
    w('Ping, en poorten met SNMP', 'Ping, and ports by SNMP'),
    { kinds: ['switch', 'router', 'firewall', 'accessPoint'] },
    [ask('Ping', { kind: 'icmp' }), ask('SNMP', { kind: 'snmp', tables: ['interfaces', 'load', 'sensors'] })],
  ),
  of('printer', w('Printers', 'Printers'), w('Voorraden en tellers met SNMP', 'Supplies and counters by SNMP'), { kinds: ['printer'] }, [
    ask('Printer', { kind: 'snmp', tables: ['supplies'] }, 900),
  ]),
  of(
    'mailServer',
    w('Mailservers', 'Mail servers'),
    w('SMTP, IMAP en het certificaat, van servers met het label mail', 'SMTP, IMAP and the certificate, of servers with the tag mail'),
    { kinds: ['server'], tags: ['mail'] },
    [
      ask('SMTP', { kind: 'smtp' }),
      ask('IMAP', { kind: 'imap', port: 993, secure: true }),
      ask('TLS', { kind: 'tls', port: 25, startTls: 'smtp' }, 3600),
    ],
  ),
  of(
    'databaseServer',
    w('Databaseservers', 'Database servers'),
    w('Of PostgreSQL te bereiken is, van servers met het label database', 'Whether PostgreSQL can be reached, of servers with the tag database'),
    { kinds: ['server'], tags: ['database'] },
    [ask('PostgreSQL', { kind: 'tcp', port: 5432 })],
  ),
]
