/** Certificates made by OpenSSL: what they say, where they are served, and renewing one before it ends. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { itemLinking } from '#record/items/linking/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '#work/desk/contract.ts'
import { deskTasks } from '#work/desk/tasks/contract.ts'
import { monitoringExpecting } from '../expecting/contract.ts'
import { readCertificate, readPem } from './adapters/x509.ts'
import { monitoringCertificates } from './contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'spil-certificates-'))
/** Signed by itself; `days` from now, as OpenSSL has it. */
function make(subject: string, days: number, more: readonly string[] = []): { pem: string; key: string } {
  const [key, pem] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  const how = ['req', '-x509', ...kind, '-nodes', '-keyout', key, '-out', pem, '-days', String(days), '-subj', subject, ...more]
  execFileSync('openssl', how, { stdio: 'ignore' })
  return { pem: readFileSync(pem, 'utf8'), key: readFileSync(key, 'utf8') }
}
const names = ['-addext', 'subjectAltName=DNS:www.linde.example,DNS:*.linde.example,IP:10.0.0.7', '-addext', 'basicConstraints=critical,CA:FALSE']
const served = make('/O=Lindecollege/CN=www.linde.example', 20, names)
const authority = make('/O=Linde CA/CN=Root', 3650)

let house: Spil
let lead: Member
let web = ''
beforeAll(async () => {
  house = await spil()
  lead = await house.member('lead')
  web = (await house.as(items, lead.token).createItem({ body: { kind: 'server', name: 'WEB-01', state: 'live' } })).id
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await house[Symbol.asyncDispose]()
})
const of = () => house.as(monitoringCertificates, lead.token)
const says = async (facts: Record<string, string | boolean>) => {
  const body = Object.entries(facts).map(([key, value]) => ({ key, value }))
  await house.as(itemFacts, lead.token).addFacts({ params: { id: web }, query: { source: 'check' }, body })
  await house.settle()
}
const list = async () => (await of().certificates({ query: { organisationId: lead.organisationId } })).items
const refused = (call: Promise<unknown>) =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )

test('what a certificate says: names, key, dates; of a chain only what is served; what is none is left', () => {
  const [read] = readPem(authority.pem + served.pem)
  const until = execFileSync('openssl', ['x509', '-noout', '-enddate'], { input: served.pem }).toString().trim().replace('notAfter=', '')
  const print = execFileSync('openssl', ['x509', '-noout', '-fingerprint', '-sha256'], { input: served.pem }).toString().trim().replace(/.*=/, '')
  expect(read).toMatchObject({
    ...{ subject: 'www.linde.example', issuer: 'Lindecollege', key: 'EC prime256v1', authority: false },
    ...{
      names: ['www.linde.example', '*.linde.example', '10.0.0.7'],
      until: new Date(until).toISOString(),
      fingerprint: print.replaceAll(':', '').toLowerCase(),
    },
  })
  const der = Buffer.from(served.pem.replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('base64')
  expect(readCertificate(der)?.fingerprint).toBe(read?.fingerprint)
  expect(readPem(authority.pem)).toHaveLength(1)
  for (const junk of ['', 'hello', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'AAAA'])
    expect(readCertificate(junk)).toBeUndefined()
})

test('seen on an item: only its dates at first, whole where a check tells more; too near its end it is a deviation', async () => {
  const { organisationId } = lead
  const soon = new Date(house.clock.now().getTime() + 10 * 86_400_000).toISOString()
  await says({ 'tls.mail.linde.example.validUntil': soon, 'tls.mail.linde.example.issuer': 'Let’s Encrypt' })
  expect(await list()).toMatchObject([
    { subject: 'mail.linde.example', issuer: 'Let’s Encrypt', until: soon, fingerprint: null, places: [{ item: { id: web }, trusted: null }] },
  ])
  const norm = { organisationId, counts: true, days: 14, severity: 'high' as const, version: 0 }
  await house.as(monitoringExpecting, lead.token).setMaintenanceNorm({ params: { name: 'certificates' }, body: norm })
  await house.settle()
  const broken = async () => (await house.as(normsDeviations, lead.token).deviations({ query: { open: 'true' } })).items.map(({ item }) => item.name)
  expect(await broken()).toEqual(['WEB-01'])
  await says({ 'tls.mail.linde.example.validUntil': new Date(house.clock.now().getTime() + 90 * 86_400_000).toISOString() })
  expect(await broken()).toEqual([])
  await says({ 'tls.www.linde.example.certificate': served.pem, 'tls.www.linde.example.validUntil': soon, 'tls.www.linde.example.trusted': false })
  const [first] = await list()
  expect(first).toMatchObject({ subject: 'www.linde.example', key: 'EC prime256v1', places: [{ place: 'www.linde.example', trusted: false }] })
  expect((await of().itemCertificates({ params: { id: web } })).items).toHaveLength(2)
})

test('renewed in one case with its checklist; when another one is seen the case hears it, and the old one is gone', async () => {
  const [first] = await list()
  const params = { id: first?.id ?? '' }
  const made = await of().renewCertificate({ params })
  expect(await of().renewCertificate({ params })).toEqual(made)
  expect((await house.as(itemLinking, lead.token).caseItems({ params: { caseId: made.id } })).items.map(({ name }) => name)).toEqual(['WEB-01'])
  expect(await house.as(deskTasks, lead.token).caseTasks({ params: { id: made.id } })).toHaveLength(6)
  expect((await list())[0]?.case).toEqual({ id: made.id, number: made.number, open: true })
  const next = make('/O=Lindecollege/CN=www.linde.example', 400, names)
  await says({ 'tls.www.linde.example.certificate': next.pem, 'tls.www.linde.example.trusted': true })
  const now = await list()
  expect(now.map(({ subject }) => subject)).toEqual(['mail.linde.example', 'www.linde.example'])
  expect(now[1]).toMatchObject({ case: null, places: [{ trusted: true }] })
  const page = await house.as(desk, lead.token).case({ params: { id: made.id } })
  expect(JSON.stringify(page)).toContain('Er is nu een ander certificaat te zien')
})

test('brought as a file: never with its private key; what a check sees is not taken away by hand', async () => {
  const bring = (pem: string) => of().bringCertificate({ body: { itemId: web, pem } })
  expect(await refused(bring(authority.key + authority.pem))).toBe('monitoring.certificates.privateKey')
  expect(await refused(bring('geen certificaat'))).toBe('monitoring.certificates.none')
  const { items: brought } = await bring(authority.pem)
  expect(brought).toMatchObject([{ subject: 'Root', byHand: true, places: [{ place: '' }] }])
  expect(JSON.stringify(brought)).not.toContain('PRIVATE')
  await says({ 'tls.mail.linde.example.issuer': 'Anders' })
  expect((await list()).map(({ subject }) => subject)).toContain('Root')
  await of().removeCertificate({ params: { id: brought[0]?.id ?? '' } })
  const seen = (await list())[0]
  expect(await refused(of().removeCertificate({ params: { id: seen?.id ?? '' } }))).toBe('monitoring.certificates.seen')
  const stranger = await house.member('reporter')
  expect(await refused(house.as(monitoringCertificates, stranger.token).renewCertificate({ params: { id: seen?.id ?? '' } }))).toBe(
    'platform.notAllowed',
  )
})
