/** A stocktake with two phones, one of them without network for a while; then what differs is decided. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemHistory } from '#record/items/history/contract.ts'
import { itemStocktakes } from '#record/items/stocktake/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let joost: Somebody
let noor: Somebody
const numbers = new Map<string, string>()

beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  noor = await engage(spil, bea, 'Noor Visser', ['engineer'])
  const of = spil.as(items, joost.session)
  const room = await of.createItem({ body: { kind: 'location', name: 'Lokaal 12' } })
  const annex = await of.createItem({ body: { kind: 'location', name: 'Bijgebouw' } })
  for (const [code, locationId] of [
    ['LT-1', room.id],
    ['LT-2', room.id],
    ['LT-3', room.id],
    ['LT-9', annex.id],
  ] as const)
    numbers.set(code, (await of.createItem({ body: { kind: 'laptop', name: `Laptop ${code}`, code, locationId } })).number)
})
afterAll(() => spil[Symbol.asyncDispose]())

const scan = async (page: Page, text: string) => {
  await page.getByLabel('Code of nummer').fill(text)
  await page.keyboard.press('Enter')
}
const line = (page: Page, text: string) => page.getByRole('list', { name: 'Gescand' }).getByRole('listitem').filter({ hasText: text }).first()
/** What the browser of this page keeps itself. */
const keptOn = async (page: Page) =>
  (await page.evaluate(`new Promise((resolve, reject) => {
    const asked = indexedDB.open('spil-counting')
    asked.onerror = () => reject(asked.error)
    asked.onsuccess = () => {
      const stores = asked.result.transaction(['scans', 'taken'])
      const [scans, taken] = ['scans', 'taken'].map((name) => stores.objectStore(name).getAll())
      stores.oncomplete = () => {
        asked.result.close()
        resolve({ scans: scans.result.map(({ text }) => text), taken: taken.result.length })
      }
    }
  })`)) as { scans: string[]; taken: number }
async function sound(page: Page) {
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
async function begin(desk: Page) {
  await desk.goto('/items/stocktakes')
  await desk.getByRole('button', { name: 'Inventarisatie beginnen' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByLabel('Naam').fill('Najaar')
  await dialog.getByLabel('Locatie, met alles erin').fill('Lokaal')
  await desk.getByRole('option', { name: /Lokaal 12/ }).click()
  await dialog.getByRole('button', { name: 'Beginnen' }).click()
}
async function decide(page: Page, name: string, what: string, reason: string) {
  await page.getByRole('checkbox', { name: `Selecteer ${name}` }).check()
  await page.getByRole('button', { name: what }).click()
  await page.getByRole('dialog').getByLabel('Reden').fill(reason)
  await page.getByRole('dialog').getByRole('button', { name: 'Beslissen' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

test('counted with two phones, one without network, and decided', async () => {
  const desk = await enter(browser, joost, spil)
  await begin(desk)
  await desk.getByText('0 van 3 gevonden').waitFor()
  await sound(desk)
  const { pathname } = new URL(desk.url())

  const first = await enter(browser, joost, { ...spil, size: 'phone' })
  const second = await enter(browser, noor, { ...spil, size: 'phone', scheme: 'dark' })
  for (const phone of [first, second]) {
    await phone.goto(`${pathname}/count`)
    await phone.getByText('Nog te vinden: 3').waitFor()
    await phone.evaluate('navigator.serviceWorker.ready')
    await sound(phone)
  }
  await expect.poll(() => first.evaluate(`caches.open('spil-counting').then((cache) => cache.keys()).then((all) => all.length)`)).toBeGreaterThan(5)
  // Of the API nothing is kept but who is signed in.
  const kept = await first.evaluate(
    `caches.open('spil-counting').then((cache) => cache.keys()).then((all) => all.map(({ url }) => new URL(url).pathname))`,
  )
  expect((kept as string[]).filter((path) => path.startsWith('/api/'))).toEqual(['/api/people/me'])

  await scan(second, 'LT-1')
  await line(second, 'Laptop LT-1').getByText('Gevonden', { exact: true }).waitFor()

  await first.context().setOffline(true)
  await scan(first, 'lt-1')
  await scan(first, `${spil.url}/i/${numbers.get('LT-2')?.slice(2)}`)
  await first.getByText('2 scans nog niet verstuurd').waitFor()
  await line(first, 'Laptop LT-2').getByText('Gevonden · Bewaard, nog niet verstuurd').waitFor()
  // The phone went to sleep, or somebody pulled down: the page opens with no server to be reached at all, and nothing is lost.
  await spil.stop()
  await first.reload()
  await first.getByText('2 scans nog niet verstuurd').waitFor()
  await spil.start()
  await scan(first, 'LT-9')
  await scan(first, 'ONBEKEND-7')
  await first.getByText('4 scans nog niet verstuurd').waitFor()
  await first.getByText('Geen netwerk').waitFor()
  await desk.getByText('1 van 3 gevonden').waitFor()
  await first.context().setOffline(false)
  await first.getByText('Alles is verstuurd').waitFor()
  await line(first, 'Laptop LT-1').getByText('Gevonden · al eerder gescand').waitFor()
  await line(first, 'Laptop LT-9').getByText('Staat vastgelegd op: Bijgebouw').waitFor()
  await line(first, 'ONBEKEND-7').getByText('Onbekende code').waitFor()

  await desk.reload()
  await desk.getByText('2 van 3 gevonden, 3 verschillen, 3 te beslissen').waitFor()
  await desk.getByText('Noor Visser: 1 scan').waitFor()
  await desk.getByRole('button', { name: 'Tellen afronden' }).click()
  await decide(desk, 'Laptop LT-3', 'Zaak maken', 'Uitzoeken')
  await decide(desk, 'Laptop LT-9', 'Verplaatsen naar waar het is', 'Staat nu hier')
  await decide(desk, 'ONBEKEND-7', 'Zo laten', 'Van de leverancier')
  await desk.getByText('0 te beslissen').waitFor()
  await sound(desk)
  await desk.getByRole('button', { name: 'Sluiten' }).first().click()
  await desk.getByRole('dialog').getByRole('button', { name: 'Sluiten', exact: true }).last().click()
  await desk.getByText('Gesloten ·').waitFor()
  const moved = numbers.get('LT-9') ?? ''
  expect(await spil.as(items, joost.session).item({ params: { id: moved } })).toMatchObject({ location: { name: 'Lokaal 12' } })
  const { items: history } = await spil.as(itemHistory, joost.session).history({ params: { id: moved } })
  expect(history[0]).toMatchObject({ why: 'Inventarisatie Najaar: Staat nu hier' })
  await tooLate(first, second)
})
/** What comes after closing is not taken, and the phone says so instead of losing it; of all else that was counted nothing stays on a phone. */
async function tooLate(first: Page, second: Page) {
  expect(await keptOn(second)).toEqual({ scans: ['LT-1'], taken: 1 })
  await scan(second, 'LT-3')
  await second.getByText('De server neemt deze scans niet aan: Deze inventarisatie is gesloten').waitFor()
  await expect.poll(() => keptOn(second)).toEqual({ scans: ['LT-3'], taken: 0 })
  expect(await keptOn(first)).toMatchObject({ taken: 1 })
  await first.getByRole('link', { name: 'Terug naar de inventarisatie' }).click()
  await expect.poll(() => keptOn(first)).toEqual({ scans: [], taken: 0 })
}

test('after signing out nothing is kept but what was not sent yet, and another person on that phone sees no scans of the one before', async () => {
  const { id } = await spil.as(itemStocktakes, joost.session).startStocktake({ body: { name: 'Voorjaar', filter: { kind: ['laptop'] } } })
  const phone = await enter(browser, joost, { ...spil, size: 'phone' })
  const count = `/items/stocktakes/${id}/count`
  await phone.goto(count)
  await scan(phone, 'ONBEKEND-8')
  await line(phone, 'ONBEKEND-8').getByText('Onbekende code').waitFor()
  await expect.poll(() => phone.evaluate(`caches.match('/api/people/me').then(Boolean)`)).toBe(true)
  await phone.route('**/scans', (asked) => asked.abort())
  await scan(phone, 'ONBEKEND-9')
  await phone.getByText('1 scan nog niet verstuurd').waitFor()
  await phone.getByRole('link', { name: 'Terug naar de inventarisatie' }).click()
  await phone.getByRole('button', { name: /Joost Bakker/ }).click()
  await phone.getByRole('menuitem', { name: 'Afmelden' }).click()
  const enterAs = async ({ email, password, name }: Somebody) => {
    await phone.getByLabel('E-mailadres').fill(email)
    await phone.getByLabel('Wachtwoord', { exact: true }).fill(password)
    await phone.getByRole('button', { name: 'Aanmelden' }).click()
    await phone.getByRole('button', { name: new RegExp(name) }).waitFor()
  }
  await phone.getByLabel('E-mailadres').waitFor()
  expect(await phone.evaluate(`caches.has('spil-counting')`)).toBe(false)
  expect(await keptOn(phone)).toEqual({ scans: ['ONBEKEND-9'], taken: 0 })
  await phone.unroute('**/scans')
  await enterAs(noor)
  await phone.goto(count)
  await phone.getByText('Alles is verstuurd').waitFor()
  expect(await phone.getByText(/ONBEKEND/).count()).toBe(0)
  await phone.getByRole('link', { name: 'Terug naar de inventarisatie' }).click()
  await phone.getByRole('button', { name: /Noor Visser/ }).click()
  await phone.getByRole('menuitem', { name: 'Afmelden' }).click()
  // Whose scan it was finds it again, and it is sent.
  await enterAs(joost)
  await phone.goto(count)
  await line(phone, 'ONBEKEND-9').getByText('Onbekende code').waitFor()
  await phone.getByText('Alles is verstuurd').waitFor()
})
