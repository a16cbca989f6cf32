/**
 * Checks in the browser: one is added to an item and tried out first, a template asks the same of all servers, what fails is seen in the list and on the
 * item; and a collector gets the code by which it is enrolled.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { axe, type Visit, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let lotte: Somebody
let web: Server
let port: number
let answer = 200
let number = ''

beforeAll(async () => {
  web = createServer((_, reply) => reply.writeHead(answer).end('Welkom')).listen(0, '127.0.0.1')
  await new Promise((resolve) => web.once('listening', resolve))
  port = (web.address() as AddressInfo).port
  spil = await program({ env: { SPIL_OUTGOING_ALLOW: '127.0.0.0/8' } })
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  const { organisationId } = bea
  const register = spil.as(items, bea.session)
  const make = (kind: string, name: string, more = {}) => register.createItem({ body: { organisationId, kind, name, ...more } })
  const server = { state: 'live', attributes: { ip: '127.0.0.1' } } as const
  number = (await make('server', 'WEB-1', server)).number
  await make('server', 'WEB-2', server)
  await make('location', 'Dependance')
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
  web.closeAllConnections()
  web.close()
})

async function at(to: string, as: Omit<Visit, 'url'> = {}): Promise<Page> {
  const page = await enter(browser, lotte, { url: spil.url, ...as })
  await page.goto(to)
  return page
}
async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
const address = () => `http://{address}:${port}/`

test('a check is added to an item, and tried out before it is kept', async () => {
  const page = await at(`/items/${number}`)
  await page.getByRole('button', { name: 'Controle toevoegen' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Hoe heet deze controle').fill('Voorpagina')
  await form.getByLabel('Wat wordt gevraagd').selectOption({ label: 'Website (HTTP)' })
  await form.getByLabel('Webadres').fill(address())
  await form.getByLabel('Moet erin staan').fill('Vaarwel')
  await form.getByRole('button', { name: 'Nu proberen' }).click()
  await form.getByText('Fout', { exact: true }).waitFor()
  await form.getByText(`http://127.0.0.1:${port}/`).waitFor()
  await form.getByLabel('Moet erin staan').fill('Welkom')
  await form.getByRole('button', { name: 'Nu proberen' }).click()
  await form.getByText('Goed', { exact: true }).waitFor()
  await form.getByText('probe_http_status_code 200').waitFor()
  await sound(page)
  await form.getByRole('button', { name: 'Opslaan' }).click()
  await form.waitFor({ state: 'detached' })
  const mine = page.getByRole('list', { name: 'Controles van WEB-1' })
  await mine.getByText('Voorpagina').waitFor()
  // Its own first turn is somewhere in a minute.
  await mine.getByRole('button', { name: 'Voorpagina nu vragen' }).click()
  await mine.getByText('Goed', { exact: true }).waitFor()
})

test('a template asks it of all servers; what fails stands first in the list, and on the item', async () => {
  const page = await at('/monitoring/templates')
  await page.getByRole('button', { name: 'Nieuw sjabloon' }).click()
  await page.getByRole('textbox', { name: 'Naam', exact: true }).first().fill('Webservers')
  await page.getByRole('switch').check({ force: true })
  await page.getByRole('combobox', { name: 'Soorten' }).click()
  await page.getByRole('option', { name: 'Server', exact: true }).click()
  await page.getByText('2 items', { exact: false }).first().waitFor()
  await page.getByLabel('Hoe heet deze controle').fill('Antwoordt')
  await page.getByLabel('Wat wordt gevraagd').selectOption({ label: 'Website (HTTP)' })
  await page.getByLabel('Webadres').fill(address())
  await page.getByRole('button', { name: 'Nu proberen' }).click()
  await page.getByText('probe_http_status_code 200').waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Opslaan' }).click()
  await page.getByRole('list', { name: 'In gebruik' }).getByText('Webservers').waitFor()
  answer = 503
  await page.goto('/monitoring/checks')
  const list = page.getByRole('list', { name: 'Controles' })
  await list.getByRole('listitem').nth(2).waitFor()
  for (const item of ['WEB-1', 'WEB-2'])
    for (const ask of await list.getByRole('listitem').filter({ hasText: item }).getByRole('button', { name: 'nu vragen' }).all()) await ask.click()
  await expect.poll(() => list.getByText('Fout', { exact: true }).count()).toBe(3)
  await list.getByText('503').first().waitFor()
  await sound(page)
  await page.getByRole('link', { name: 'WEB-1' }).first().click()
  const mine = page.getByRole('list', { name: 'Controles van WEB-1' })
  await mine.getByText('uit Webservers').waitFor()
  await expect.poll(() => mine.getByText('Fout', { exact: true }).count()).toBe(2)
})

test('a collector is made: its code and how it is started are shown once, also on a phone', async () => {
  const page = await at('/monitoring/collectors', { size: 'phone', scheme: 'dark' })
  await page.getByRole('button', { name: 'Nieuwe collector' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Naam').fill('Dependance')
  for (const [label, name] of [
    ['Draait op', 'WEB-2'],
    ['Vraagt wat staat in', 'Dependance'],
  ] as const) {
    await form.getByRole('combobox', { name: label }).fill(name)
    await page.getByRole('option', { name: new RegExp(name) }).click()
  }
  await form.getByRole('button', { name: 'Maken' }).click()
  await page.getByText(/--role collector --to http\S+ --code spilc_/).waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Klaar' }).click()
  const row = page.getByRole('list', { name: 'Collectors' }).getByRole('listitem')
  await row.getByText('Wacht op zijn code').waitFor()
  expect(await page.content()).not.toContain('spilc_')
  await sound(page)
})
