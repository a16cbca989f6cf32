/**
 * The life of one laptop, whole, in a real browser. The laptop is a real inventory agent and a real firewall in a network namespace: ordered, prepared,
 * handed out and signed for on a phone; its firewall is switched off on the way, found, told, mended and closed; broken, repaired, taken back, wiped,
 * disposed of.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { norms, Rule } from '#record/norms/contract.ts'
import { type Network, network } from '#test/peers/agents.ts'
import { desk } from '#work/desk/contract.ts'
import { devicesIntake } from '#work/devices/intake/contract.ts'
import { devicesProvisioning } from '#work/devices/provisioning/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'
import { draw } from './signing.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })
const browser = withBrowser()
const host = { name: 'lt-077', mac: '00:16:3e:77:00:01' }
let spil: Program
let ed: Somebody
let lotte: Somebody
let lab: Network
let key: string
let folder: string
let relay: net.Server
beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  const { organisationId } = bea
  ed = await engage(spil, bea, 'Ed Beheer', ['engineer'])
  await engage(spil, bea, 'Noor Visser', ['reporter'])
  key = (await spil.as(devicesIntake, bea.session).createKey({ body: { organisationId, name: 'Laptops' } })).key
  const rule = Rule.parse({ title: 'De firewall staat aan', condition: 'firewall.on == true', severity: 'high', scope: { kinds: ['laptop'] } })
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead'])
  const expectation = await spil.as(norms, lotte.session).addExpectation({ body: { organisationId, rule } })
  await spil.as(norms, lotte.session).publishExpectation({ params: { id: expectation.id }, body: { version: expectation.version } })
  const steps = [
    { what: 'tick', key: 'label', title: 'Label geplakt' },
    { what: 'named', key: 'named', title: 'De naam klopt' },
    { what: 'fact', key: 'firewall', title: 'Firewall staat aan', condition: 'firewall.on == true', maxAge: 1440 },
  ] as const
  await spil.as(devicesProvisioning, lotte.session).addProfile({ body: { organisationId, name: 'Laptop', kinds: ['laptop'], steps: [...steps] } })
  // The namespace reaches the program through a socket: it has no way to the loopback of this machine.
  folder = await mkdtemp(join(tmpdir(), 'spil-life-'))
  const socket = join(folder, 'spil.sock')
  relay = net.createServer((from) => {
    const to = net.connect(Number(new URL(spil.url).port), '127.0.0.1')
    from.pipe(to).pipe(from)
    from.on('error', () => to.destroy())
    to.on('error', () => from.destroy())
  })
  await new Promise<void>((ready) => relay.listen(socket, ready))
  lab = await network(socket)
  await lab.add(host)
})
afterAll(async () => {
  await lab?.[Symbol.asyncDispose]()
  relay?.close()
  await spil[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const firewall = (on: boolean) => lab.on(host.name, `ufw --force ${on ? 'enable' : 'disable'}`)
const report = () => lab.fusioninventory(host.name, `--user=spil --password=${key}`)
const life = (page: Page) => page.getByRole('region', { name: 'Levensloop' })
const state = (page: Page, name: string) => page.locator('main').getByText(name, { exact: true }).first().waitFor()
/** By hand: only where the kind lets it go. */
async function move(page: Page, to: string): Promise<void> {
  await page.getByRole('button', { name: 'Toestand wijzigen' }).click()
  await page.getByRole('menuitem', { name: to, exact: true }).click()
  await state(page, to)
}

async function ordered(page: Page): Promise<string> {
  await page.goto('/items/new?kind=laptop')
  await page.getByRole('textbox', { name: 'Naam', exact: true }).fill('LT-077')
  await page.getByRole('textbox', { name: 'Serienummer' }).fill('5CG0770077')
  await page.getByRole('textbox', { name: 'MAC-adres' }).fill(host.mac)
  await page.getByRole('textbox', { name: 'Computernaam' }).fill(host.name)
  await page.getByRole('button', { name: 'Toevoegen', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'LT-077' }).waitFor()
  await state(page, 'Aangevraagd')
  await move(page, 'Besteld')
  await move(page, 'Op voorraad')
  return new URL(page.url()).pathname
}
async function prepared(page: Page): Promise<void> {
  await life(page).getByRole('button', { name: 'Klaarmaken' }).click()
  await life(page).getByText('0 van 3 gedaan').waitFor()
  await firewall(true)
  await report()
  await life(page).getByText('2 van 3 gedaan').waitFor({ timeout: 60_000 })
  await life(page).getByRole('checkbox', { name: 'Label geplakt' }).click()
  await life(page).getByText('3 van 3 gedaan').waitFor()
  expect(await axe(page)).toEqual([])
  await life(page).getByRole('button', { name: 'Klaar voor uitgifte' }).click()
  await state(page, 'Klaargemaakt')
}
/** Answers where the receipt stands. */
async function handedOut(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Uitgeven', exact: true }).click()
  await page.getByRole('combobox', { name: 'Ontvanger' }).fill('Noor')
  await page.getByRole('option', { name: 'Noor Visser' }).click()
  await page.getByRole('button', { name: '1 apparaat uitgeven' }).click()
  await page.getByRole('heading', { name: 'Noor Visser' }).waitFor()
  const receipt = new URL(page.url()).pathname
  await page.getByRole('button', { name: 'Op eigen telefoon' }).click()
  const link = await page.getByRole('link', { name: /Code om te tekenen/ }).getAttribute('href')
  const phone = await browser.visitor('the phone of Noor', { url: spil.url, size: 'phone' })
  await phone.goto(new URL(link ?? '').pathname)
  await phone.getByRole('checkbox', { name: /Ik heb ontvangen/ }).check()
  await draw(phone)
  await phone.getByRole('button', { name: 'Ondertekenen' }).click()
  await phone.getByRole('heading', { name: 'Bedankt, u hebt getekend' }).waitFor()
  await page.getByRole('link', { name: 'Bewijs (PDF)' }).waitFor({ timeout: 30_000 })
  return receipt
}
/** Switched off, found by its agent, a case; switched on, told on the case, closed. */
async function firewallOff(page: Page, item: string): Promise<void> {
  await firewall(false)
  await report()
  await page.goto(item)
  await page
    .getByRole('region', { name: 'Zaken' })
    .getByRole('link', { name: /De firewall staat aan/ })
    .click({ timeout: 60_000 })
  await page.getByText('1 afwijking is nog niet hersteld.', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Oppakken' }).click()
  await page.getByText('In behandeling').first().waitFor()
  await firewall(true)
  await report()
  await page.getByText('Geen afwijking staat meer open: de zaak kan worden gesloten.').waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Oplossing laten testen' }).click()
  const asked = page.getByRole('dialog')
  await asked.getByLabel('Wat is er gedaan?').fill('Firewall weer aangezet')
  await asked.getByLabel('Hoe is het getest?').fill('De agent meldt dat hij aan staat')
  await asked.getByRole('button', { name: 'Melder laten testen' }).click()
  await page.getByText('Opgelost, te testen').first().waitFor()
  // Who decides what must hold is the reporter of what a monitor found.
  const number = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const cases = spil.as(desk, lotte.session)
  const { case: solved } = await cases.case({ params: { id: number } })
  await cases.confirm({ params: { id: number }, body: { version: solved.version } })
  await page.getByText('Gesloten').first().waitFor()
}
async function proof(page: Page, deed: string, label: string, value: string, file: string): Promise<void> {
  await life(page).getByRole('button', { name: deed }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(label).fill(value)
  await expect.poll(() => dialog.getByRole('button', { name: deed }).isDisabled()).toBe(true)
  await dialog.locator('input[type=file]').setInputFiles({ name: file, mimeType: 'text/plain', buffer: Buffer.from(`${file} of LT-077`) })
  await dialog.getByRole('button', { name: deed }).click()
  await life(page).getByRole('link', { name: file }).waitFor()
}

test('from order to disposal', async () => {
  const page = await enter(browser, ed, spil)
  const item = await ordered(page)
  await prepared(page)
  const receipt = await handedOut(page)
  await page.goto(item)
  await state(page, 'In gebruik')
  await firewallOff(page, item)

  await page.goto(item)
  await move(page, 'In reparatie')
  await life(page).getByRole('button', { name: 'Gerepareerd' }).click()
  await page.getByRole('dialog').getByLabel('Wat is er gedaan').fill('Toetsenbord vervangen')
  await page.getByRole('dialog').getByRole('button', { name: 'Gerepareerd' }).click()
  await state(page, 'In gebruik')

  await page.goto(receipt)
  await page.getByRole('button', { name: 'Innemen' }).click()
  await page.getByRole('dialog').getByLabel('Toestand').fill('Gebruikssporen')
  await page.getByRole('button', { name: '1 apparaat innemen' }).click()
  await page.getByText('Gebruikssporen').waitFor()
  await page.goto(item)
  await state(page, 'Ingenomen')
  await proof(page, 'Wissen', 'Programma en versie, of wie het vernietigde', 'nwipe 0.37', 'nwipe.log')
  await state(page, 'Gewist')
  await proof(page, 'Afvoeren', 'Wie heeft het meegenomen', 'Kringloop BV', 'certificaat.pdf')
  await state(page, 'Afgevoerd')
  expect(await axe(page)).toEqual([])
  // Gone for good: there is nothing left to do with it.
  expect(await life(page).getByRole('button').count()).toBeLessThan(2)
})
