/** Two engineers work together on reports of the same thing: name each other, tick tasks off, write time, answer from what is kept, merge, undo, split. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk } from '#work/desk/contract.ts'
import { deskMerging } from '#work/desk/merging/contract.ts'
import { deskPortal } from '#work/desk/portal/contract.ts'
import { deskTasks } from '#work/desk/tasks/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let bea: Somebody
let joost: Somebody
let fatima: Somebody
let noor: Somebody
let sem: Somebody
/** Numbers of two reports of the same thing. */
let first = ''
let second = ''

beforeAll(async () => {
  spil = await program({})
  bea = await theAdministrator(spil)
  joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  fatima = await engage(spil, bea, 'Fatima el Idrissi', ['engineer'])
  noor = await engage(spil, bea, 'Noor Visser', ['reporter'])
  sem = await engage(spil, bea, 'Sem Vos', ['reporter'])
  const { organisationId } = bea
  const tasks = [{ title: 'Storing bij leverancier nagaan', required: true }, { title: 'Accesspoint herstarten' }]
  await spil.as(deskTasks, bea.session).createChecklist({ body: { organisationId, name: 'Wifi-storing', tasks } })
  const report = { kind: 'incident', impact: 'group', urgency: 'normal' } as const
  first = (await spil.as(desk, noor.session).createCase({ body: { ...report, title: 'Wifi in lokaal 12 valt weg', text: 'Sinds vanmorgen.' } }))
    .number
  second = (await spil.as(desk, sem.session).createCase({ body: { ...report, title: 'Geen wifi op de gang', text: 'Niemand kan op internet.' } }))
    .number
})
afterAll(() => spil[Symbol.asyncDispose]())

const open = async (who: Somebody, number: string) => {
  const page = await enter(browser, who, spil)
  await page.goto(`/desk/cases/${number}`)
  await page.getByRole('list', { name: 'Verloop' }).waitFor()
  return page
}
const story = (page: Page) => page.getByRole('list', { name: 'Verloop' })
const unfold = async (page: Page, name: string) => {
  const fold = page.getByRole('button', { name, exact: true })
  if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
}
const composer = (page: Page) => page.getByRole('textbox', { name: /Antwoord aan|Interne notitie/ })

test('a colleague is named by keyboard, hears of it, and follows the case from then on', async () => {
  const page = await open(joost, first)
  await page.getByText('Interne notitie', { exact: true }).click()
  await composer(page).pressSequentially('Kun jij kijken @fati')
  await page.getByRole('option', { name: 'Fatima el Idrissi' }).waitFor()
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Enter')
  await composer(page).pressSequentially('naar het accesspoint?')
  await page.keyboard.press('Control+Enter')
  await story(page).getByText('Kun jij kijken @Fatima el Idrissi naar het accesspoint?').waitFor()
  await unfold(page, 'Volgers')
  await page.getByRole('button', { name: 'Fatima el Idrissi niet meer laten volgen' }).waitFor()

  const hers = await open(fatima, first)
  await hers
    .getByRole('button', { name: /nieu.* bericht/ })
    .first()
    .click()
  await hers.getByText(`Joost Bakker noemt u bij ${first}`).first().waitFor()
})

test('a checklist is added, its tasks are ticked and moved by keyboard, and stand in my list', async () => {
  const page = await open(joost, first)
  await page.getByRole('combobox', { name: 'Checklist toevoegen' }).selectOption({ label: 'Wifi-storing' })
  const tasks = page.getByRole('list', { name: 'Taken' })
  const restart = tasks.getByRole('checkbox', { name: 'Accesspoint herstarten' })
  await restart.focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect
    .poll(() =>
      tasks
        .getByRole('checkbox')
        .first()
        .evaluate((box) => (box as { labels?: { textContent: string }[] }).labels?.[0]?.textContent),
    )
    .toBe('Accesspoint herstarten')
  await restart.focus()
  await page.keyboard.press('Space')
  await page.getByText('1 van 2 klaar').waitFor()
  await page.getByRole('textbox', { name: 'Wat moet er gebeuren?' }).fill('Melder bellen')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Meer over Melder bellen' }).click()
  await page.getByRole('menuitem', { name: 'Wijzigen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Voor wie').selectOption({ label: 'Fatima el Idrissi' })
  await dialog.getByRole('button', { name: 'Opslaan' }).click()
  expect(await axe(page)).toEqual([])

  const hers = await enter(browser, fatima, spil)
  await hers.goto('/desk/tasks')
  await hers.getByRole('row', { name: /Melder bellen/ }).waitFor()
  expect(await axe(hers)).toEqual([])
  await hers.getByRole('checkbox', { name: /Melder bellen/ }).check()
  await hers.getByRole('button', { name: 'Klaar', exact: true }).click()
  await hers.getByText('Hier staan geen taken').waitFor()
  // On the open screen of the other it is ticked by itself.
  await page.getByText('2 van 3 klaar').waitFor()
})

test('a lead solves while a required task is open, and says why; who is none is only told what is open', async () => {
  const report = { kind: 'incident', impact: 'person', urgency: 'normal', title: 'Beamer flikkert', text: 'In lokaal 3.' } as const
  const { id, number } = await spil.as(desk, sem.session).createCase({ body: report })
  const params = { id }
  await spil.as(deskTasks, joost.session).addTasks({ params, body: { tasks: [{ title: 'Kabel bestellen', required: true }] } })
  const solving = async (who: Somebody) => {
    const page = await open(who, number)
    await page.getByRole('button', { name: 'Meer acties' }).click()
    await page.getByRole('menuitem', { name: 'Oplossing laten testen' }).click()
    const dialog = page.getByRole('dialog', { name: 'Oplossing laten testen' })
    await dialog.getByLabel('Wat is er gedaan?').fill('Andere kabel geleend')
    await dialog.getByLabel('Hoe is het getest?').fill('Een les gedraaid')
    const reason = dialog.getByLabel('Waarom mag dat toch?')
    expect(await reason.count()).toBe(0)
    await dialog.getByRole('button', { name: 'Melder laten testen' }).click()
    await dialog.getByText('Er staan nog taken open die eerst gedaan moeten zijn: Kabel bestellen').waitFor()
    return { page, dialog, reason }
  }
  const his = await solving(joost)
  expect(await his.reason.count()).toBe(0)
  const hers = await solving(bea)
  await hers.reason.fill('De kabel komt volgende week')
  expect(await axe(hers.page)).toEqual([])
  await hers.dialog.getByRole('button', { name: 'Melder laten testen' }).click()
  await story(hers.page).getByText('Opgelost terwijl taken openstonden (Kabel bestellen): De kabel komt volgende week').waitFor()
})

test('time runs through a reload, is written down, and stands in the sums', async () => {
  const page = await open(joost, first)
  await unfold(page, 'Bestede tijd')
  await page.getByRole('button', { name: 'Tijd laten lopen' }).click()
  await page.getByText('Uw tijd loopt').waitFor()
  await page.reload()
  await page.getByText('Uw tijd loopt').waitFor()
  await page.getByRole('button', { name: 'Stoppen en schrijven' }).click()
  await page.getByText('Samen 0:01').waitFor()
  await page.getByRole('button', { name: 'Tijd schrijven' }).click()
  await page.getByLabel('Minuten').fill('25')
  await page.getByLabel('Te factureren').check()
  await page.getByRole('button', { name: 'Opslaan', exact: true }).click()
  await page.getByText('Samen 0:26, waarvan 0:25 te factureren').waitFor()
  expect(await axe(page)).toEqual([])
  await page.goto('/desk/time')
  await page.getByRole('row', { name: /Joost Bakker 0:26 0:25/ }).waitFor()
  await page.getByRole('row', { name: new RegExp(`${first}.*0:26`) }).waitFor()
  expect(await axe(page)).toEqual([])
})

test('a canned answer is written with fields, seen as the reporter will, and inserted by keyboard in the language of the reporter', async () => {
  const page = await enter(browser, joost, spil)
  await page.goto('/desk/answers')
  await page.getByRole('button', { name: 'Antwoord maken' }).click()
  await page.getByLabel('Naam').fill('Ontvangen')
  await page.getByLabel('Tekst in het Nederlands').fill('Beste {voornaam}')
  await page.getByText('Dit veld bestaat niet: {voornaam}').first().waitFor()
  await page.getByLabel('Tekst in het Nederlands').fill('Beste {firstName}, wij werken aan {number}. Groet, {engineerFirstName}')
  await page.getByText('Beste Noor, wij werken aan C-1042. Groet, Joost').waitFor()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Opslaan' }).click()
  await page.getByText('Alleen voor mij').waitFor()
  await page.goto(`/desk/cases/${second}`)
  await composer(page).pressSequentially('/ontv')
  await page.getByRole('option', { name: /Ontvangen/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => composer(page).inputValue()).toBe(`Beste Sem, wij werken aan ${second}. Groet, Joost`)
  await page.keyboard.press('Control+Enter')
  await story(page).getByText(`Beste Sem, wij werken aan ${second}. Groet, Joost`).waitFor()
})

test('two reports become one, everybody is led there, and undone they are two again', async () => {
  const page = await open(joost, first)
  const hers = await open(fatima, second)
  await page.getByRole('button', { name: 'Meer acties' }).click()
  await page.getByRole('menuitem', { name: 'Samenvoegen met een andere zaak' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Nummer van de andere zaak').fill(second)
  await dialog.getByRole('button', { name: 'Zoeken' }).click()
  await dialog.getByText(`${first} wordt samengevoegd met ${second}`).waitFor()
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Samenvoegen', exact: true }).click()
  await page.waitForURL(`**/desk/cases/${second}`)
  await story(page).getByText('Sinds vanmorgen.').waitFor()
  await story(page).getByText('Kun jij kijken @Fatima el Idrissi naar het accesspoint?').waitFor()
  await hers.getByText(`${first} “Wifi in lokaal 12 valt weg” van Noor Visser is hiermee samengevoegd.`).waitFor()
  expect(await axe(hers)).toEqual([])
  // The old number leads there, for the reporter too.
  await page.goto(`/desk/cases/${first}`)
  await page.waitForURL(`**/desk/cases/${second}`)
  expect((await spil.as(deskPortal, noor.session).myCase({ params: { id: first } })).number).toBe(second)

  await hers.getByRole('button', { name: 'Ongedaan maken' }).click()
  await hers.getByRole('dialog').getByRole('button', { name: 'Ongedaan maken' }).click()
  await hers.waitForURL(`**/desk/cases/${first}`)
  await story(hers).getByText('Kun jij kijken @Fatima el Idrissi naar het accesspoint?').waitFor()
  await story(page).getByText('Sinds vanmorgen.').waitFor({ state: 'hidden' })
  expect((await spil.as(desk, fatima.session).case({ params: { id: first } })).case.number).toBe(first)
  expect(await spil.query('select count(*)::int as n from case_merge where undone_at is null')).toMatchObject([{ n: 0 }])
  expect(Object.keys(deskMerging)).toContain('undoMerge')
})

test('what is another question becomes a case of its own, and back', async () => {
  await spil.as(deskPortal, sem.session).answer({ params: { id: second }, body: { text: 'En mijn wachtwoord is verlopen' } })
  const page = await open(fatima, second)
  await page.getByRole('button', { name: 'Meer acties' }).click()
  await page.getByRole('menuitem', { name: 'Afsplitsen naar een nieuwe zaak' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: /wachtwoord is verlopen/ }).check()
  await dialog.getByLabel('Titel van de nieuwe zaak').fill('Wachtwoord verlopen')
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Afsplitsen' }).click()
  await page.getByRole('heading', { level: 1 }).filter({ hasText: 'Wachtwoord verlopen' }).waitFor()
  const third = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByText('Afgesplitst van').getByRole('link', { name: second }).click()
  await story(page).getByText(`ook in ${third}`).waitFor()
  await page.getByRole('button', { name: 'Ongedaan maken' }).click()
  await page.getByText(`Afsplitsen ongedaan gemaakt; ${third} is geannuleerd`).waitFor()
  await story(page).getByText(`ook in ${third}`).waitFor({ state: 'hidden' })
})
