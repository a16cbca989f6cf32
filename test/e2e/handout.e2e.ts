/** A laptop handed out at the desk, signed by the receiver on their own phone, proven by the logbook, and taken back. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Download } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { jpeg } from '#test/handouts.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'
import { draw } from './signing.ts'

const browser = withBrowser()
let spil: Program
let ed: Somebody
let noor: Somebody
let laptop: { id: string; number: string }
let folder: string
beforeAll(async () => {
  spil = await program()
  folder = await mkdtemp(join(tmpdir(), 'spil-handout-'))
  const bea = await theAdministrator(spil)
  ed = await engage(spil, bea, 'Ed Uitgever', ['engineer'])
  noor = await engage(spil, bea, 'Noor Visser', ['reporter'])
  laptop = await spil
    .as(items, ed.session)
    .createItem({ body: { kind: 'laptop', name: 'LT-42', code: 'LT-42', state: 'stock', attributes: { serial: '5CG42' } } })
  // As preparing leaves it.
  await spil.query(`update item set state = 'prepared' where id = $1`, [laptop.id])
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const save = async (download: Download) => {
  const path = join(folder, download.suggestedFilename())
  await download.saveAs(path)
  return path
}
/** The command itself, in an empty environment: neither database nor data folder. */
async function verify(...args: string[]) {
  const root = join(import.meta.dirname, '..', '..')
  const child = spawn(join(root, 'node_modules', '.bin', 'node'), ['src/cli.ts', 'verify', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, SPIL_DATA: '/nonexistent' },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()))
  const [code] = await once(child, 'exit')
  return { code, said }
}
test('handed out, signed on a phone while the desk looks on, proven, and taken back', async () => {
  const desk = await enter(browser, ed, spil)
  await desk.goto(`/items/${laptop.number}`)
  await desk.getByRole('button', { name: 'Uitgeven', exact: true }).click()
  await desk.getByRole('combobox', { name: 'Ontvanger' }).fill('Noor')
  await desk.getByRole('option', { name: 'Noor Visser' }).click()
  await desk.getByLabel('Nog iets, met Enter').fill('Lader')
  await desk.keyboard.press('Enter')
  await desk.getByLabel('Serienummer van Lader').fill('AC-118')
  await desk.getByLabel('Toestand').fill('Als nieuw')
  await desk
    .getByLabel(/Foto van LT-42/, { exact: false })
    .first()
    .setInputFiles({ name: 'kras.jpg', mimeType: 'image/jpeg', buffer: jpeg })
  await desk.getByRole('img', { name: /Foto van LT-42/ }).waitFor()
  expect(await axe(desk)).toEqual([])
  await desk.getByRole('button', { name: '1 apparaat uitgeven' }).click()
  await desk.getByRole('heading', { name: 'Noor Visser' }).waitFor()
  await desk.getByRole('button', { name: 'Op eigen telefoon' }).click()
  const link = await desk.getByRole('link', { name: /Code om te tekenen/ }).getAttribute('href')

  const phone = await browser.visitor('the phone of Noor', { url: spil.url, size: 'phone' })
  await phone.goto(new URL(link ?? '').pathname)
  await phone.getByText('LT-42', { exact: true }).waitFor()
  await phone.getByText('Lader (AC-118)').waitFor()
  expect(await axe(phone)).toEqual([])
  await phone.getByRole('button', { name: 'Ondertekenen' }).click()
  await phone.getByText('Zet eerst het vinkje').waitFor()
  await phone.getByRole('checkbox', { name: /Ik heb ontvangen/ }).check()
  await draw(phone)
  await phone.getByRole('button', { name: 'Ondertekenen' }).click()
  await phone.getByRole('heading', { name: 'Bedankt, u hebt getekend' }).waitFor()

  // Nobody touched the screen at the desk.
  await desk.getByText('Getekend op de eigen telefoon').waitFor({ state: 'attached', timeout: 30_000 })
  await desk.getByRole('link', { name: 'Bewijs (PDF)' }).waitFor({ timeout: 30_000 })
  const get = async (name: string) => {
    const [download] = await Promise.all([desk.waitForEvent('download'), desk.getByRole('link', { name }).click()])
    return save(download)
  }
  const pdf = await get('Bewijs (PDF)')
  const proof = await get('Bewijs van het logboek')
  const sha256 = createHash('sha256')
    .update(await readFile(pdf))
    .digest('hex')
  await desk.getByText(sha256).waitFor()
  expect(await verify('--file', pdf, '--key', join(spil.data, 'log', 'public.pem'))).toMatchObject({ code: 0, said: expect.stringContaining(sha256) })
  await writeFile(pdf, Buffer.concat([await readFile(pdf), Buffer.from(' ')]))
  expect(await verify('--file', pdf, '--proof', proof)).toMatchObject({ code: 1, said: expect.stringContaining('not the file') })

  await desk.getByRole('button', { name: 'Innemen' }).click()
  await desk.getByRole('checkbox', { name: 'Lader (AC-118)' }).uncheck()
  await desk.getByRole('dialog').getByLabel('Toestand').fill('Kras')
  await desk.getByRole('button', { name: '1 apparaat innemen' }).click()
  await desk.getByText('Ontbreekt: Lader (AC-118)').waitFor()
  expect(await axe(desk)).toEqual([])
  await desk.goto(`/items/${laptop.number}`)
  await desk.getByText('Ingenomen', { exact: true }).first().waitFor()
  const mine = await enter(browser, noor, spil)
  await mine.goto('/portal/devices')
  await mine.getByText('1 onderdeel ontbreekt', { exact: false }).waitFor()
}, 180_000)
