/** The shift ends: notes one after another, everything to the evening shift, accepted or sent back with a question. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let joost: Somebody
let fatima: Somebody
let karel: Somebody
let noor: Somebody
beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  fatima = await engage(spil, bea, 'Fatima el Idrissi', ['engineer'])
  karel = await engage(spil, bea, 'Karel Mulder', ['lead'])
  noor = await engage(spil, bea, 'Noor Visser', ['reporter'])
  const body = { organisationId: bea.organisationId, name: 'Avonddienst', memberIds: [fatima.id] }
  await spil.as(directory, bea.session).createTeam({ body })
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
})

const inWork = async (title: string) => {
  const body = { kind: 'incident', title, impact: 'group', urgency: 'normal' } as const
  const { number } = await spil.as(desk, noor.session).createCase({ body })
  await spil.as(desk, joost.session).take({ params: { id: number }, body: { version: 1 } })
  return number
}

test('a lead asks for notes; assigning without one is refused with the reason and the form', async () => {
  const lead = await enter(browser, karel, spil)
  await lead.goto('/desk/settings?section=handover')
  await lead.getByLabel('Notitie verplicht in de hele organisatie').check()
  await lead.getByText('Bewaard', { exact: true }).waitFor()
  expect(await axe(lead)).toEqual([])
  const number = await inWork('Digibord blijft zwart')
  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${number}`)
  await page.getByRole('button', { name: /^Behandelaar wijzigen/ }).click()
  await page.getByRole('combobox', { name: 'Behandelaar' }).selectOption({ label: 'Fatima el Idrissi' })
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Hier gaat werk alleen met een overdracht naar iemand anders.').waitFor()
  await expect.poll(() => dialog.getByLabel('Aan wie').inputValue()).toBe(fatima.id)
  await dialog.getByRole('button', { name: 'Overdragen' }).click()
  await dialog.getByText('Vul dit in').first().waitFor()
  await dialog.getByLabel('Hoe staat het ervoor').fill('De lamp is stuk')
  await dialog.getByLabel('Wat is er gedaan').fill('Nieuwe lamp besteld')
  await dialog.getByLabel('Wat moet er nu gebeuren').fill('Lamp plaatsen zodra hij er is')
  await dialog.getByLabel(/Wat kan er misgaan/).fill('De les van maandag')
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await page.getByText('Overgedragen aan Fatima el Idrissi, nog niet overgenomen').waitFor()

  const evening = await enter(browser, fatima, { ...spil, size: 'phone', scheme: 'dark' })
  await evening.goto(`/desk/cases/${number}`)
  await evening.getByText('Joost Bakker draagt deze zaak aan u over').waitFor()
  await evening.getByText('De les van maandag').waitFor()
  expect(await axe(evening)).toEqual([])
  await evening.getByRole('button', { name: 'Terugsturen met een vraag' }).click()
  await evening.getByLabel('Uw vraag').fill('Welke lamp is het?')
  await evening.getByRole('button', { name: 'Terugsturen', exact: true }).click()
  await page.getByText('Fatima el Idrissi stuurde de overdracht terug: Welke lamp is het?').waitFor()
})

test('the whole shift by keyboard: notes one after another, then all to the team that takes over', async () => {
  const numbers = [await inWork('Scanner trekt papier scheef'), await inWork('Telefoon ruist')]
  const page = await enter(browser, joost, spil)
  await page.goto('/desk')
  await page.getByRole('link', { name: 'Dienst' }).click()
  await page.getByLabel('Binnen').selectOption({ label: '24 uur' })
  const soon = new Date(Date.now() + 3_600_000)
  await page.getByLabel(/^Mijn dienst eindigt om/).fill(`${String(soon.getHours()).padStart(2, '0')}:${String(soon.getMinutes()).padStart(2, '0')}`)
  await page.getByRole('button', { name: 'Vastleggen' }).click()
  for (const number of numbers) await page.getByRole('link', { name: number }).waitFor()
  expect(await axe(page)).toEqual([])
  const write = async (number: string) => {
    const form = page.getByRole('form', { name: `Notitie schrijven: ${number}` })
    await form.getByLabel('Hoe staat het ervoor').fill(`Zo staat ${number}`)
    for (const words of ['Gekeken', 'Bellen']) {
      await page.keyboard.press('Tab')
      await page.keyboard.type(words)
    }
    await page.keyboard.press('Control+Enter')
  }
  const open = await page.getByRole('button', { name: 'Notitie schrijven' }).count()
  expect(open).toBe(3)
  await page.getByRole('button', { name: 'Notitie schrijven' }).first().click()
  for (let left = open; left > 0; left--) {
    const label = (await page.getByRole('form', { name: /^Notitie schrijven/ }).getAttribute('aria-label')) ?? ''
    await write(label.split(': ')[1] ?? '')
    if (left > 1) await page.getByRole('form', { name: label }).waitFor({ state: 'detached' })
  }
  await page.getByText('Alles heeft een notitie').waitFor()
  await page.getByRole('button', { name: 'Alles kiezen' }).click()
  await page.getByRole('button', { name: 'Overdragen (3)' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Of aan een team').selectOption({ label: 'Avonddienst' })
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Overdragen' }).click()
  await dialog.waitFor({ state: 'detached' })

  const evening = await enter(browser, fatima, spil)
  await evening.goto('/desk/shift')
  await evening.getByText(`Zo staat ${numbers[0]}`).waitFor()
  const item = evening.getByRole('listitem').filter({ hasText: numbers[0] ?? '' })
  await item.getByRole('button', { name: 'Overnemen' }).click()
  await evening.getByText(`${numbers[0]} is nu van u`).waitFor()
  const { case: taken } = await spil.as(desk, fatima.session).case({ params: { id: numbers[0] ?? '' } })
  expect(taken.assignee?.id).toBe(fatima.id)
  expect(await axe(evening)).toEqual([])
})
