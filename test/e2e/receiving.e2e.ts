/**
 * Receiving in the browser: a lead makes a key that a sender then shows, allows the network that a trap came from, sees the trap, and what was not
 * understood. An engineer sees what came, and nothing to arrange.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#test/peers/snmpd.ts'
import { snappy, write1 } from '#test/writers.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
const run = promisify(execFile)
let spil: Program
let lotte: Somebody
let daan: Somebody
let port = 0
let state = ''
beforeAll(async () => {
  port = await freePort()
  state = mkdtempSync(join(tmpdir(), 'spil-snmptrap-'))
  spil = await program({ env: { SPIL_TRAP_PORT: String(port) } })
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
  rmSync(state, { recursive: true, force: true })
})
async function at(who: Somebody, as: { size?: 'desk' | 'phone'; scheme?: 'light' | 'dark' } = {}): Promise<Page> {
  const page = await enter(browser, who, { url: spil.url, ...as })
  await page.goto('/monitoring/receiving')
  await page.getByRole('heading', { name: 'Ontvangen', level: 1 }).waitFor()
  return page
}
async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await axe(page, ['target-size'])).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
const send = (key: string, body: Buffer) =>
  fetch(`${spil.url}/api/prometheus/api/v1/write`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
    body: new Uint8Array(body),
  })
const linkDown = () => {
  const env = { ...process.env, SNMP_PERSISTENT_DIR: state, MIBS: '', MIBDIRS: state }
  const told = ['1.3.6.1.6.3.1.1.5.3', '1.3.6.1.2.1.2.2.1.1.7', 'i', '7']
  return run('/usr/bin/snmptrap', ['-v2c', '-c', 'public', `127.0.0.1:${port}`, '100', ...told], { env })
}

test('a key is made, shown once with what goes in the settings, used by a sender, and revoked', async () => {
  const page = await at(lotte)
  await sound(page)
  await page.getByRole('button', { name: 'Sleutel maken' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Naam' }).fill('Prometheus Noord')
  await dialog.getByRole('button', { name: 'Sleutel maken' }).click()
  await dialog.getByText('U ziet hem alleen nu').waitFor()
  await sound(page)
  const key = /mon_[\w-]{43}/.exec((await dialog.textContent()) ?? '')?.[0] ?? ''
  await dialog.getByText('vmagent', { exact: true }).click()
  await dialog.getByText(`-remoteWrite.bearerToken=${key}`).waitFor()
  await dialog.getByRole('button', { name: 'Ik heb de sleutel' }).click()
  expect(await page.content()).not.toContain(key)
  const sample = write1([{ labels: { __name__: 'up' }, samples: [[Date.now(), 1]] }])
  expect((await send(key, snappy(sample))).status).toBe(204)
  expect((await send(key, Buffer.from('onzin'))).status).toBe(400)
  const wrong = page.getByRole('grid', { name: 'Niet verwerkt' }).or(page.getByRole('table', { name: 'Niet verwerkt' }))
  await wrong.getByText('Prometheus Noord').click()
  await page.getByRole('dialog').getByRole('link', { name: 'Het begin opslaan' }).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Sluiten' }).click()
  await page.getByRole('button', { name: 'Prometheus Noord intrekken' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Intrekken' }).click()
  await page.getByText('Prometheus Noord is ingetrokken').waitFor()
  expect((await send(key, snappy(sample))).status).toBe(401)
})
test('a trap from nowhere is counted; its network is allowed with one click, and the next one is there', async () => {
  await linkDown()
  await expect.poll(async () => (await spil.query('select 1 from monitoring_stranger')).length, { timeout: 15_000 }).toBe(1)
  const page = await at(lotte)
  await page.getByRole('button', { name: '127.0.0.1 toelaten' }).click()
  const dialog = page.getByRole('dialog')
  await expect.poll(() => dialog.getByRole('textbox', { name: 'Adres of netwerk' }).inputValue()).toBe('127.0.0.1')
  await sound(page)
  await dialog.getByRole('button', { name: 'Netwerk toelaten' }).click()
  await page.getByRole('button', { name: '127.0.0.1/32 verwijderen' }).waitFor()
  // Within five seconds.
  const kept = async () => {
    await linkDown()
    return (await spil.query('select 1 from monitoring_trap')).length
  }
  await expect.poll(kept, { timeout: 15_000, interval: 1000 }).toBeGreaterThan(0)
  const phone = await at(daan, { size: 'phone', scheme: 'dark' })
  await phone.getByText('linkDown').first().click()
  await phone.getByRole('dialog').getByText('ifIndex.7').waitFor()
  await sound(phone)
  expect(await phone.getByRole('button', { name: 'Sleutel maken' }).count()).toBe(0)
})
