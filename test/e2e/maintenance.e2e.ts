/**
 * Maintenance in the browser: what waits on a server and that it must reboot, its system whose support ended, a certificate that ends soon and gets a case,
 * and preventive work that is planned with a checklist. That it becomes a case at its time is shown by checklists.test.ts.
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let lotte: Somebody
let pem = ''
let server: { id: string; number: string }
beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  const body = { organisationId: bea.organisationId, kind: 'server', name: 'SRV-01', state: 'live' } as const
  server = await spil.as(items, bea.session).createItem({ body })
  const folder = await mkdtemp(join(tmpdir(), 'spil-certificate-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const how = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '12', '-subj', '/CN=mail.linde.example']
  execFileSync('openssl', ['req', '-x509', ...how, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  pem = await readFile(cert, 'utf8')
  await rm(folder, { recursive: true })
  await spil.as(itemFacts, lotte.session).addFacts({
    params: { id: server.id },
    query: { source: 'check' },
    body: [
      ...[{ key: 'updates.waiting', value: 14 } as const, { key: 'updates.security', value: 3 } as const],
      ...[{ key: 'reboot.pending', value: true } as const, { key: 'reboot.why', value: '6.1.0-28-amd64 → 6.1.0-30-amd64' } as const],
      ...[{ key: 'updates.last', value: '2026-11-02' } as const, { key: 'os.fullName', value: 'Microsoft Windows Server 2012 R2 Standard' } as const],
    ],
  })
})
afterAll(() => spil[Symbol.asyncDispose]())

async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
const part = (page: Page, name: string) => page.getByRole('radiogroup', { name: 'Onderdeel' }).getByText(name, { exact: true }).click()

test('what waits, what must reboot and what is no longer supported is seen, and becomes a norm in one click', async () => {
  const page = await enter(browser, lotte, spil)
  await page.goto('/monitoring/maintenance')
  const hosts = page.getByRole('list', { name: 'Updates' })
  await hosts.getByText('3 beveiligingsupdates, 14 in totaal').waitFor()
  await hosts.getByText('Herstart nodig').waitFor()
  await page.getByText('1 host bekend: 1 met beveiligingsupdates, 1 met een herstart die openstaat').waitFor()
  await sound(page)
  await part(page, 'Ondersteuning')
  await page.getByRole('list', { name: 'Ondersteuning' }).getByText('Windows Server 2012-r2').waitFor()
  await page.getByRole('button', { name: 'Laten gelden' }).click()
  const dialog = page.getByRole('dialog')
  await sound(page)
  await dialog.getByRole('button', { name: 'Laten gelden' }).click()
  await page.getByRole('link', { name: 'Bekijk de norm' }).waitFor()
  await page.getByRole('button', { name: '1 item: Waar Windows Server 2012-r2 op staat' }).click()
  await dialog.getByRole('link', { name: 'SRV-01' }).waitFor()
  await sound(page)
})

test('a certificate that ends soon gets its case', async () => {
  const page = await enter(browser, lotte, spil)
  await page.goto(`/items/${server.number}`)
  await page.getByRole('button', { name: 'Certificaat brengen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(pem)
  await dialog.getByRole('button', { name: 'Certificaat brengen' }).click()
  await page.getByText('Certificaat gebracht').waitFor()
  await page.goto('/monitoring/maintenance?part=certificates')
  await page.getByRole('list', { name: 'Certificaten' }).getByText('mail.linde.example').first().waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'mail.linde.example vernieuwen' }).click()
  await page.waitForURL(/\/desk\/cases\/C-\d+/)
  await page.getByRole('heading', { level: 1 }).getByText('mail.linde.example').waitFor()
})

test('preventive work is planned for an item, with a checklist that comes with Spil; all of it on a phone, too', async () => {
  const page = await enter(browser, lotte, spil)
  await page.goto('/monitoring/maintenance?part=planned')
  await page.getByRole('button', { name: /^UPS.* overnemen$/ }).click()
  await page.getByText('overgenomen', { exact: true }).waitFor()
  await sound(page)
  await page.goto(`/items/${server.number}`)
  await page.getByRole('button', { name: 'Onderhoud plannen' }).click()
  const dialog = page.getByRole('dialog')
  const list = dialog.getByLabel('Checklist')
  const ups = list.locator('option', { hasText: /^UPS/ })
  await ups.waitFor({ state: 'attached' })
  await list.selectOption((await ups.getAttribute('value')) ?? '')
  const first = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
  await dialog.getByLabel('Eerste keer').fill(first)
  await sound(page)
  await dialog.getByRole('button', { name: 'Inplannen' }).click()
  await page.getByText('Ingepland').waitFor()
  await page.goto('/monitoring/maintenance?part=planned')
  await page.getByRole('list', { name: 'Gepland werk' }).getByText('Onderhoud SRV-01').first().waitFor()
  const phone = await enter(browser, lotte, { url: spil.url, size: 'phone', scheme: 'dark' })
  for (const name of ['updates', 'support', 'certificates', 'planned']) {
    await phone.goto(`/monitoring/maintenance?part=${name}`)
    await phone.getByText('SRV-01').or(phone.getByText('Windows Server 2012-r2')).first().waitFor()
    await sound(phone)
  }
})
