/** Documents in the browser: a page is written, published and read; two write in it; a PDF is dropped, read and shown; it hangs on a case. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documents } from '#record/documents/contract.ts'
import { pdf } from '#test/documents.ts'
import { desk } from '#work/desk/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let ilse: Somebody
let daan: Somebody
let noor: Somebody
/** Number of a case of Noor. */
let number = ''
/** Path of the page about wifi. */
let path = ''

beforeAll(async () => {
  spil = await program({})
  const bea = await theAdministrator(spil)
  ilse = await engage(spil, bea, 'Ilse de Boer', ['engineer'])
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
  noor = await engage(spil, bea, 'Noor Bakker', ['reporter'])
  const report = { kind: 'incident', impact: 'person', urgency: 'normal', title: 'Geen wifi op de gang' } as const
  number = (await spil.as(desk, noor.session).createCase({ body: report })).number
})
afterAll(() => spil[Symbol.asyncDispose]())

const at = async (who: Somebody, to: string, size: 'desk' | 'phone' = 'desk') => {
  const page = await enter(browser, who, { url: spil.url, size })
  await page.goto(to)
  return page
}
const text = (page: Page) => page.getByRole('textbox', { name: 'Tekst' })
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

test('a page is written by keyboard, seen as it will read, published for everybody, and found by a reporter', async () => {
  const page = await at(ilse, '/documents/new')
  await page.getByRole('textbox', { name: 'Titel van de pagina' }).fill('Wifi instellen')
  await page.keyboard.press('Enter')
  await heading(page, 'Wifi instellen bewerken')
  await text(page).fill('Kies het netwerk Linde.')
  await text(page).selectText()
  await page.keyboard.press('Control+b')
  await page.getByRole('region', { name: 'Voorbeeld' }).locator('strong').getByText('Kies het netwerk Linde.').waitFor()
  expect(await axe(page)).toEqual([])
  await page.getByRole('textbox', { name: 'Wat is er veranderd?' }).fill('Eerste tekst')
  await page.getByRole('button', { name: 'Versie bewaren' }).click()
  await heading(page, 'Wifi instellen')
  path = new URL(page.url()).pathname
  await page.getByRole('button', { name: 'Publiceren', exact: true }).click()
  await page.getByText('Gepubliceerd', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Voor wie wijzigen' }).click()
  await page.getByRole('group', { name: 'Wie leest de gepubliceerde versie' }).getByLabel('Iedereen in de organisatie').check()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Bewaren', exact: true }).click()
  await page.getByText('Iedereen in de organisatie').waitFor()
  expect(await axe(page)).toEqual([])

  const hers = await at(noor, '/portal', 'phone')
  await hers.getByRole('link', { name: 'Documenten en uitleg lezen' }).click()
  await hers.getByRole('textbox', { name: 'Waar zoekt u uitleg over?' }).fill('netwerk')
  await hers.getByRole('link', { name: /Wifi instellen/ }).click()
  // What was found shows the words too.
  await heading(hers, 'Wifi instellen')
  await hers.getByText('Kies het netwerk Linde.').waitFor()
  expect(await hers.getByRole('button', { name: 'Bewerken' }).count()).toBe(0)
  expect(await axe(hers)).toEqual([])
})

test('two write in one page: the second sees what changed, keeps their own text, and both versions stay', async () => {
  const his = await at(daan, `${path}/edit`)
  await text(his).fill('Kies het netwerk Esdoorn.')
  const hers = await at(ilse, `${path}/edit`)
  await text(hers).fill('Kies het netwerk Linde-Noord.')
  await hers.getByRole('button', { name: 'Versie bewaren' }).click()
  await heading(hers, 'Wifi instellen')
  await his.getByRole('button', { name: 'Versie bewaren' }).click()
  await his.getByText(/Ilse de Boer bewaarde intussen versie 3/).waitFor()
  await his.getByText('Linde-Noord').first().waitFor()
  expect(await axe(his)).toEqual([])
  await his.reload()
  await expect.poll(() => text(his).inputValue()).toBe('Kies het netwerk Esdoorn.')
  await his.getByRole('button', { name: 'Versie bewaren' }).click()
  await his.getByRole('button', { name: 'Mijn tekst als nieuwste bewaren' }).click()
  await heading(his, 'Wifi instellen')
  await his.getByText('Nieuwer concept').waitFor()
  const versions = his.getByRole('list', { name: 'Versies' })
  await versions.getByRole('link', { name: 'Versie 3', exact: true }).click()
  await his.getByText('Kies het netwerk Linde-Noord.').waitFor()
  await versions.getByRole('link', { name: 'Vergelijken' }).first().click()
  await his.locator('ins', { hasText: 'Esdoorn' }).waitFor()
  await his.locator('del', { hasText: 'Linde-Noord' }).waitFor()
  expect(await axe(his)).toEqual([])
  await his.goto(path)
  await his.getByRole('list', { name: 'Versies' }).getByRole('button', { name: 'Terugzetten' }).first().click()
  await his.getByText('Teruggezet van versie 3').waitFor()
  await his.getByText('Kies het netwerk Linde-Noord.').waitFor()
})

test('a PDF is dropped, its pages are drawn, its words are found, and it hangs on a case', async () => {
  const page = await at(ilse, '/documents/new')
  const buffer = pdf(['Reset het accesspoint met een paperclip', 'Tweede bladzijde'])
  await page.locator('input[type=file]').setInputFiles({ name: 'accesspoint.pdf', mimeType: 'application/pdf', buffer })
  await page.getByRole('button', { name: 'Bestand toevoegen' }).last().click()
  await heading(page, 'accesspoint')
  const first = page.getByRole('img', { name: 'Pagina 1 van 2' })
  // Drawn: the canvas has the width it was drawn in.
  await expect.poll(() => first.evaluate((canvas) => (canvas as unknown as { width: number }).width)).toBeGreaterThan(400)
  const words = page.getByText('Tekst uit het bestand')
  await words.click()
  await page.getByText(/Reset het accesspoint met een paperclip/).waitFor()
  expect(await axe(page)).toEqual([])
  await page.getByRole('textbox', { name: 'Nummer van een zaak' }).fill(number)
  await page.getByRole('button', { name: 'Koppelen' }).click()
  await page.getByRole('link', { name: /Geen wifi op de gang/ }).click()
  const fold = page.getByRole('button', { name: 'Documenten', exact: true })
  if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
  await page.getByRole('link', { name: 'accesspoint', exact: true }).waitFor()

  await page.goto('/documents')
  await page.getByLabel('Zoek in titels en teksten').fill('paperclip')
  await page.getByRole('row', { name: /accesspoint/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /Zoek/ }).fill('paperclip')
  await page.getByRole('option', { name: /accesspoint/ }).waitFor()
})

test('a file that cannot be read says so and can still be saved', async () => {
  const raw = '%PDF-1.4 kapot'
  const made = await spil.as(documents, ilse.session).addFile({ query: { title: 'Kapot' }, raw }, { contentType: 'application/pdf' })
  const page = await at(ilse, `/documents/${made.id}`)
  await page.getByText(/Het bestand is beschadigd/).waitFor()
  await page.getByText('Deze pdf kan hier niet worden getoond').waitFor()
  await page.getByRole('button', { name: 'Opnieuw lezen' }).click()
  const saving = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Opslaan op dit apparaat' }).click()
  expect((await saving).suggestedFilename()).toBe('file')
})
