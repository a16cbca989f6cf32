/** 200 items from a spreadsheet, in the browser: what is wrong is said, mended, imported, exported, and undone. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let daan: Somebody
beforeAll(async () => {
  spil = await program({})
  daan = await engage(spil, await theAdministrator(spil), 'Daan Smit', ['engineer'])
})
afterAll(() => spil[Symbol.asyncDispose]())

const row = (n: number, kind = 'Laptop') => `Laptop ${n};A-${1000 + n};${kind};Op voorraad;SN-${n};${(n % 28) + 1}-03-2026;€ 1.${100 + n},50;blauw`
const header = 'Naam;Inventarisnummer;Soort;Toestand;Serienummer;Aankoopdatum;Prijs;Kleur'

test('a spreadsheet is chosen, understood, checked, imported, exported and taken back', async () => {
  const page = await enter(browser, daan, { url: spil.url })
  await page.goto('/items')
  await page.getByRole('button', { name: 'Importeren' }).click()
  await page.getByRole('heading', { level: 1, name: 'Importeren' }).waitFor()
  const rows = Array.from({ length: 200 }, (_, n) => row(n, n < 3 ? 'Draagbare' : 'Laptop'))
  const csv = `${[header, ...rows].join('\r\n')}\r\n`
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'laptops.csv', mimeType: 'text/csv', buffer: Buffer.from(csv.replaceAll('€', '\x80'), 'latin1') })
  await page.getByRole('combobox', { name: 'Aankoopdatum wordt' }).waitFor()
  await expect.poll(() => page.getByRole('combobox', { name: 'Aankoopdatum wordt' }).inputValue()).toBe('purchasedOn')
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Controleren' }).click()
  await page.getByText(/^3 fouten/).waitFor({ timeout: 40_000 })
  await page.getByRole('row', { name: /2 Soort Fout “Draagbare” is geen soort/ }).waitFor()
  await page.getByRole('combobox', { name: 'Draagbare (3)' }).selectOption({ label: 'Laptop' })
  await page.getByRole('button', { name: 'Opnieuw controleren' }).click()
  await page.getByText('Niet overgenomen kolommen: Kleur (200)').waitFor()
  await page.getByRole('button', { name: '200 items importeren' }).click()
  await page.getByText('200 nieuwe items').waitFor()
  expect(await axe(page)).toEqual([])
  const address = page.url()

  await page.goto('/items?search=laptop')
  await page.getByRole('button', { name: 'Exporteren' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV' }).first().click()])
  expect(download.suggestedFilename()).toBe('items.csv')
  // Words that find too much: refused, and the page is still there.
  await spil.query(`insert into item (id, organisation_id, kind, state, class, name, created_at, updated_at)
    select gen_random_uuid(), organisation_id, kind, state, class, 'Te veel laptops', now(), now() from (select * from item limit 1) i, generate_series(1, 5000)`)
  await page.getByRole('button', { name: 'Exporteren' }).click()
  await page.getByRole('menuitem', { name: 'CSV' }).first().click()
  await page.getByRole('alert').filter({ hasText: 'Deze woorden vinden meer' }).waitFor()
  await page.getByRole('button', { name: 'Exporteren' }).waitFor()
  await spil.query(`delete from item where name = 'Te veel laptops'`)

  await page.goto(address)
  await page.getByRole('button', { name: 'Import ongedaan maken' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Waarom (mag leeg blijven)' }).fill('Oude lijst')
  await page.getByRole('dialog').getByRole('button', { name: 'Import ongedaan maken' }).click()
  await page.getByText('Waarom: Oude lijst').waitFor()
  expect(Number((await spil.query<{ n: string }>('select count(*) as n from item'))[0]?.n)).toBe(0)
  await page.goto('/items/import')
  await page.getByRole('list', { name: 'Eerdere imports' }).getByText('Ongedaan gemaakt').waitFor()
}, 120_000)
