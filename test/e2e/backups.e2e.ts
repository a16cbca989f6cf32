/**
 * A back-up in the browser: a lead adds a repository of restic, the restore test proves it, bytes flip in a pack, and after Test now the page names the
 * file that cannot be restored, with a PDF of it. Who may not decide sees it and may test.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { items } from '#record/items/contract.ts'
import { script } from '#work/monitoring/backups/receiving/adapters/script.ts'
import { rot, sourceIn, told } from '../peers/repositories.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

vi.setConfig({ testTimeout: 240_000 })
const browser = withBrowser()
const RESTIC_PASSWORD = 'een stille spil'
let spil: Program
let root: string
let lotte: Somebody
let daan: Somebody
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spil-yard-'))
  spil = await program({ env: { SPIL_BACKUP_ROOTS: root } })
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
  await spil.as(items, bea.session).createItem({ body: { organisationId: bea.organisationId, kind: 'server', name: 'srv-web' } })
  await writeFile(join(root, 'spil-manifest.sh'), script)
  await told('restic', ['--no-cache', '-r', join(root, 'web'), 'init'], { RESTIC_PASSWORD })
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
  await rm(root, { recursive: true, force: true })
})
async function at(who: Somebody, to: string, as: { size?: 'desk' | 'phone'; scheme?: 'light' | 'dark' } = {}): Promise<Page> {
  const page = await enter(browser, who, { url: spil.url, ...as })
  await page.goto(to)
  return page
}
async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await axe(page, ['target-size'])).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}

/** By a lead, with the form; answers its page and its token. */
async function added(): Promise<{ page: Page; token: string }> {
  const engineers = await at(daan, '/monitoring/backups')
  await engineers.getByText('Een teamleider voegt ze toe.').waitFor()
  await sound(engineers)
  const page = await at(lotte, '/monitoring/backups')
  await page.getByRole('button', { name: 'Back-up toevoegen' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Back-up' }).fill('Website')
  await dialog.getByRole('combobox', { name: 'Van' }).fill('srv')
  await page.getByRole('option', { name: 'srv-web' }).click()
  await dialog.getByRole('textbox', { name: 'Waar' }).fill('/etc')
  await dialog.getByLabel('Wachtwoord van de repository').first().fill(RESTIC_PASSWORD)
  await sound(page)
  await dialog.getByRole('button', { name: 'Back-up toevoegen' }).click()
  await dialog.getByText('Hier mag u niet laten lezen.').waitFor()
  await dialog.getByRole('textbox', { name: 'Waar' }).fill(join(root, 'web'))
  await dialog.getByRole('button', { name: 'Back-up toevoegen' }).click()
  const token = (await dialog.locator('code').textContent()) ?? ''
  await sound(page)
  return { page, token }
}

test('a back-up is added, proven, and found to be damaged', async () => {
  const { page, token } = await added()
  const source = await sourceIn(root, 'source')
  expect(await told('sh', [join(root, 'spil-manifest.sh'), 'files', source], { SPIL_URL: spil.url, SPIL_TOKEN: token })).toMatchObject({ code: 0 })
  await told('restic', ['--no-cache', '-r', join(root, 'web'), 'backup', source], { RESTIC_PASSWORD })
  await page.getByRole('dialog').getByRole('button', { name: 'Sluiten' }).last().click()
  await page.getByRole('heading', { name: 'Website' }).waitFor()
  await page.getByRole('button', { name: 'Nu testen' }).click()
  const runs = page.getByRole('list', { name: 'Wat er is gevonden' }).getByRole('listitem')
  await runs.filter({ hasText: '23 gelijk, 0 ontbreken, 0 anders' }).first().waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Nu kijken' }).click()
  await page.getByText('Niets aan de hand.').waitFor({ timeout: 60_000 })

  await rot(join(root, 'web', 'data'))
  const tester = await at(daan, new URL(page.url()).pathname)
  await tester.getByRole('button', { name: 'Nu testen' }).click()
  const damaged = tester.getByRole('list', { name: 'Wat er is gevonden' }).getByRole('listitem').filter({ hasText: '22 gelijk' })
  await damaged.first().waitFor({ timeout: 45_000 })
  await tester
    .getByText(/Bij de hersteltest ontbraken [01] en waren [01] anders; 22 gelijk/)
    .first()
    .waitFor()
  await damaged.first().getByText('Wat niet goed is').click()
  await damaged
    .first()
    .getByText(/^[−≠] big\.bin$/)
    .waitFor()
  await sound(tester)
  const [download] = await Promise.all([tester.waitForEvent('download'), damaged.first().getByRole('link', { name: 'PDF' }).click()])
  expect(download.suggestedFilename()).toMatch(/^restore-.*\.pdf$/)
  expect(await tester.getByRole('button', { name: 'Wijzigen' }).count()).toBe(0)

  const phone = await at(daan, '/monitoring/backups', { size: 'phone', scheme: 'dark' })
  await phone.getByText('Niet goed').first().waitFor()
  await sound(phone)
  await phone.getByRole('link', { name: 'Website' }).click()
  await phone.getByRole('heading', { name: 'Website' }).waitFor()
  await sound(phone)
})
