/**
 * Monitoring that ends in a solved case: hosts in namespaces are watched by a template; a web server stops, which is one alarm and one case with what it
 * hits; who is on call acknowledges it on a phone, starts it again, and the case closes when monitor and engineer agree. A disk that fills becomes a case
 * before it is full. A repository of back-ups that is damaged where its own check does not look is found by restoring from it.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import PostalMime from 'postal-mime'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemRelations } from '#record/items/relations/contract.ts'
import { normsBaselines } from '#record/norms/baselines/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { freePort } from '#test/peers/dovecot.ts'
import { type Host, host } from '#test/peers/hosts.ts'
import { type Receiver, type Relay, receiver, relay } from '#test/peers/relay.ts'
import { rot, sourceIn, told } from '#test/peers/repositories.ts'
import { snappy, write1 } from '#test/writers.ts'
import { desk } from '#work/desk/contract.ts'
import { monitoringAlarms } from '#work/monitoring/alarms/contract.ts'
import { monitoringOnCall } from '#work/monitoring/alarms/oncall/contract.ts'
import { monitoringBackups } from '#work/monitoring/backups/contract.ts'
import { script } from '#work/monitoring/backups/receiving/adapters/script.ts'
import { monitoringChecks } from '#work/monitoring/checks/contract.ts'
import { monitoringTemplates } from '#work/monitoring/checks/templates/contract.ts'
import { monitoringReceiving } from '#work/monitoring/receiving/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let root: string
let post: Receiver
let onward: Relay
let lotte: Somebody
let daan: Somebody
let hosts: Host[]
let servers: { id: string; number: string }[]
let now = Date.now()

beforeAll(async () => {
  post = await receiver()
  onward = await relay(post.port)
  root = await mkdtemp(join(tmpdir(), 'spil-yard-'))
  spil = await program({ env: { SPIL_SMTP_URL: onward.url, SPIL_BACKUP_ROOTS: root, SPIL_OUTGOING_ALLOW: '127.0.0.0/8' } })
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
  const ports = { web: await freePort(), exporter: await freePort() }
  hosts = await Promise.all([1, 2, 3].map((at) => host(`127.0.7.${at}`, ports)))
  const { organisationId } = bea
  const register = spil.as(items, bea.session)
  servers = await Promise.all(
    hosts.map(({ address }, at) =>
      register.createItem({ body: { organisationId, kind: 'server', name: `WEB-${at + 1}`, state: 'live', attributes: { ip: address } } }),
    ),
  )
  const site = await register.createItem({
    body: { organisationId, kind: 'application', name: 'Leerlingportaal', state: 'live' },
  })
  await spil.as(itemRelations, bea.session).relate({ params: { id: site.id }, body: { kind: 'dependsOn', other: servers[0]?.id ?? '' } })
  const checks = [
    { name: 'Website', what: { kind: 'http' as const, url: `http://{address}:${ports.web}/`, contains: 'Welkom' }, everySeconds: 30 },
    { name: 'Node exporter', what: { kind: 'scrape' as const, url: `http://{address}:${ports.exporter}/metrics` }, everySeconds: 30 },
  ]
  await spil
    .as(monitoringTemplates, lotte.session)
    .addTemplate({ body: { organisationId, name: 'Webservers', scope: { kinds: ['server'] }, checks } })
  const steps = [{ after: 0, to: { kind: 'person' as const, id: daan.id } }]
  const policy = { low: [], normal: [], high: steps, critical: steps }
  await spil.as(monitoringOnCall, lotte.session).changeEscalation({ params: { organisationId }, body: { version: 0, policy } })
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
  await Promise.all(hosts.map((one) => one[Symbol.asyncDispose]()))
  await onward.stop()
  await post.stop()
  await rm(root, { recursive: true, force: true })
})

async function at(who: Somebody, to: string, size: 'desk' | 'phone' = 'desk'): Promise<Page> {
  const page = await enter(browser, who, { url: spil.url, size })
  await page.goto(to)
  return page
}
async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
/** Time passes faster than it does, until it is so. */
async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  for (let count = 0; count < 120; count++) {
    const found = await look()
    if (found !== undefined) return found
    now += 10_000
    await spil.clock(new Date(now))
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`it did not happen: ${what}\n${spil.output()}`)
}
const alarms = async () => (await spil.as(monitoringAlarms, daan.session).alarms({ query: {} })).items
const counts = () => spil.as(monitoringChecks, daan.session).counts({ query: {} })

test('a template is switched on: it says what it brings, and all hosts are watched', async () => {
  const page = await at(lotte, '/monitoring/templates')
  await page.getByText('3 items · brengt 5 voorwaarden').waitFor()
  await sound(page)
  await page.getByRole('link', { name: 'Webservers' }).click()
  await page.getByRole('switch').check({ force: true })
  await page.getByRole('button', { name: 'Opslaan' }).click()
  await page.waitForURL('**/monitoring/templates?*')
  await until(async () => ((await counts()).ok === 6 ? true : undefined), 'six checks succeed')
  await page.getByRole('navigation', { name: 'Monitoring inrichten' }).getByRole('link', { name: 'Controles' }).click()
  await page.getByRole('list', { name: 'Controles' }).getByRole('listitem').nth(5).waitFor()
  await sound(page)
  await page.goto('/monitoring')
  await page.getByRole('paragraph').filter({ hasText: 'Niets mis' }).waitFor()
})

test('a web server stops: one alarm, one case with what it hits, acknowledged on a phone, and closed by monitor and engineer', async () => {
  await hosts[0]?.stop('web')
  const alarm = await until(async () => (await alarms()).find((one) => one.case !== null), 'an alarm with its case')
  expect(await alarms()).toHaveLength(1)
  expect(alarm).toMatchObject({ item: { name: 'WEB-1' }, expectation: { title: 'Website antwoordt' }, severity: 'high' })
  const number = alarm.case?.number ?? ''
  const work = spil.as(desk, daan.session)
  expect((await work.case({ params: { id: number } })).case.text).toContain('Leerlingportaal')
  const seen = await at(daan, '/monitoring')
  await seen.getByText('Website antwoordt').waitFor()
  await sound(seen)
  const mail = await until(
    async () => post.received.find(({ to, raw }) => to.includes(daan.email) && raw.includes('Website antwoordt')),
    'a mail to who is on call',
  )
  const { text = '', subject } = await PostalMime.parse(mail.raw)
  expect(subject).toContain('WEB-1')
  const phone = await browser.visitor('telefoon', { url: spil.url, size: 'phone' })
  await phone.goto(/\/acknowledge\/\S+/.exec(text)?.[0] ?? '')
  await phone.getByText('WEB-1').waitFor()
  await sound(phone)
  await phone.getByRole('textbox').fill('Ik start hem opnieuw')
  await phone.getByRole('button', { name: 'Bevestigen' }).click()
  await phone.getByRole('status').waitFor()
  expect((await alarms())[0]?.acknowledged).toMatchObject({ by: { name: 'Daan Smit' }, note: 'Ik start hem opnieuw' })
  await work.take({ params: { id: number }, body: { version: (await work.case({ params: { id: number } })).case.version } })
  await hosts[0]?.start('web')
  await until(async () => ((await alarms()).length === 0 ? true : undefined), 'it is right again')
  const { case: open } = await work.case({ params: { id: number } })
  await work.solve({ params: { id: number }, body: { version: open.version, done: 'nginx opnieuw gestart', tested: 'De pagina komt' } })
  await vi.waitFor(async () => expect((await work.case({ params: { id: number } })).case.state).toBe('closed'), { timeout: 15_000 })
  const page = await at(daan, `/desk/cases/${number}`)
  await page.getByText('de bewaking ziet het weer goed').first().waitFor()
})

test('a disk that fills is a case before it is full', async () => {
  const { organisationId } = lotte
  const { key } = await spil.as(monitoringReceiving, lotte.session).createKey({ body: { organisationId, name: 'Prometheus' } })
  const size = 100e9
  const of = (name: string, value: (hour: number) => number) => ({
    labels: { __name__: name, item: servers[1]?.number ?? '', mountpoint: '/srv', fstype: 'ext4' },
    samples: Array.from({ length: 49 }, (_, hour) => [now - (48 - hour) * 3_600_000, value(hour)] as const),
  })
  const body = snappy(
    write1([
      of('node_filesystem_avail_bytes', (hour) => size * (0.3 - hour * 0.0025 + (hour % 2) * 0.005)),
      of('node_filesystem_size_bytes', () => size),
    ]),
  )
  const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', authorization: `Bearer ${key}` }
  const sent = await fetch(`${spil.url}/api/prometheus/api/v1/write`, { method: 'POST', headers, body: new Uint8Array(body) })
  expect(sent.status).toBe(204)
  const alarm = await until(async () => (await alarms()).find((one) => one.case !== null), 'a case about the disk')
  expect(alarm).toMatchObject({ item: { name: 'WEB-2' }, expectation: { title: 'Schijf loopt niet vol binnen vier dagen' } })
  const [seen] = alarm.observed.series ?? []
  expect(seen?.value).toBeLessThan(90)
  expect(seen?.hits?.days).toBeGreaterThan(1)
  expect(seen?.hits?.days).toBeLessThan(4)
  const page = await at(daan, `/desk/cases/${alarm.case?.number}`)
  await page.getByText('Schijf loopt niet vol').first().waitFor()
})

/** A repository of restic with one copy of some files, looked after by Spil, which expects of it what it expects of every back-up. */
async function backedUp(): Promise<{ id: string; restic(...args: string[]): ReturnType<typeof told>; packs: string }> {
  const { organisationId } = lotte
  const [place, password] = [join(root, 'portaal'), 'een stille spil']
  const restic = (...args: string[]) => told('restic', ['--no-cache', '-r', place, ...args], { RESTIC_PASSWORD: password })
  const of = spil.as(monitoringBackups, lotte.session)
  const source = await sourceIn(root, 'bron')
  await restic('init')
  const itemId = servers[2]?.id ?? ''
  const { backup, token } = await of.addBackup({ body: { organisationId, itemId, kind: 'restic', name: 'Portaal', place, password, testDays: 0 } })
  await writeFile(join(root, 'spil-manifest.sh'), script)
  expect(await told('sh', [join(root, 'spil-manifest.sh'), 'files', source], { SPIL_URL: spil.url, SPIL_TOKEN: token })).toMatchObject({ code: 0 })
  expect(await restic('backup', source)).toMatchObject({ code: 0 })
  // What is expected counts from when it is good: before the first copy there is something else wrong.
  const params = { id: backup.id }
  await of.lookNow({ params })
  // And it has been read in part: the next time is tomorrow, so what rots after this is not found by reading.
  const isGood = async () => expect(await of.backup({ params })).toMatchObject({ state: 'good', readShare: expect.closeTo(1 / 7, 5) })
  await vi.waitFor(isGood, { timeout: 30_000, interval: 200 })
  const { baselineId } = await of.takeOver({ body: { organisationId } })
  await spil.as(normsBaselines, lotte.session).publishBaseline({ params: { id: baselineId }, body: { version: 1 } })
  return { id: backup.id, restic, packs: join(place, 'data') }
}

test('a corrupted repository that restic check calls good is found by the restore test: on the page, as a case, with proof', async () => {
  const { id, restic, packs } = await backedUp()
  await rot(packs)
  expect(await restic('check')).toMatchObject({ code: 0, out: expect.stringContaining('no errors were found') })
  const page = await at(daan, `/monitoring/backups/${id}`)
  await page.getByRole('button', { name: 'Nu testen' }).click()
  const run = page.getByRole('list', { name: 'Wat er is gevonden' }).getByRole('listitem').filter({ hasText: '22 gelijk' }).first()
  await run.waitFor({ timeout: 60_000 })
  await run.getByText('Wat niet goed is').click()
  await run.getByText(/^[−≠] big\.bin$/).waitFor()
  await sound(page)
  const [pdf] = await Promise.all([page.waitForEvent('download'), run.getByRole('link', { name: 'PDF' }).click()])
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await readFile(await pdf.path()))), { mergePages: true })
  for (const word of ['Hersteltest: Portaal', '22 gelijk', 'big.bin']) expect(text).toContain(word)

  const deviations = () => spil.as(normsDeviations, daan.session).deviations({ query: { itemId: servers[2]?.id ?? '', open: 'true' } })
  const failing = await until(async () => {
    const { items: all } = await deviations()
    return all.length === 2 && all.every((one) => one.case) ? all : undefined
  }, 'both that hold no more have a case')
  const numbers = [...new Set(failing.map((one) => one.case?.number))]
  expect(numbers).toHaveLength(1)
  await page.goto(`/desk/cases/${numbers[0]}`)
  await page
    .getByText(/Portaal: Bij de hersteltest ontbraken [01] en waren [01] anders; 22 gelijk/)
    .first()
    .waitFor()
  await sound(page)
})
