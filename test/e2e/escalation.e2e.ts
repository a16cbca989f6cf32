/** More than one can do alone: a team that answers, a lead who decides, and one outage that many report. */
import type { Page } from 'playwright-core'
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
let sem: Somebody
let els: Somebody
beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  fatima = await engage(spil, bea, 'Fatima el Idrissi', ['engineer'])
  karel = await engage(spil, bea, 'Karel Mulder', ['lead'])
  noor = await engage(spil, bea, 'Noor Visser', ['reporter'])
  sem = await engage(spil, bea, 'Sem Jansen', ['reporter'])
  els = await engage(spil, bea, 'Els Beuk', ['reporter'])
  const body = { organisationId: bea.organisationId, name: 'Netwerk', memberIds: [fatima.id] }
  await spil.as(directory, bea.session).createTeam({ body })
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
})

const report = async (who: Somebody, title: string) => {
  const body = { kind: 'incident', title, impact: 'department', urgency: 'high' } as const
  return (await spil.as(desk, who.session).createCase({ body })).number
}
const inWork = async (title: string) => {
  const number = await report(noor, title)
  await spil.as(desk, joost.session).take({ params: { id: number }, body: { version: 1 } })
  return number
}
/** By the menu beside the next step. */
async function choose(page: Page, what: string, menu = 'Meer acties') {
  await page.getByRole('button', { name: menu }).first().click()
  await page.getByRole('menuitem', { name: what }).click()
  return page.getByRole('dialog')
}
const story = (page: Page) => page.getByRole('list', { name: 'Verloop', exact: true })

test('a team is asked and answers; who asked keeps the case and sees the answer appear', async () => {
  const number = await inWork('Wifi valt weg in de aula')
  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${number}`)
  const dialog = await choose(page, 'Een ander team vragen')
  await dialog.getByRole('button', { name: 'Vraag stellen' }).click()
  await dialog.getByText('Vul dit in').first().waitFor()
  await dialog.getByLabel('Team').selectOption({ label: 'Netwerk' })
  await dialog.getByLabel('Uw vraag').fill('Is kanaal 6 vol?')
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await page.getByText('Ligt bij Netwerk', { exact: true }).waitFor()
  await page.getByText('gevraagd door Joost Bakker').waitFor()

  const other = await enter(browser, fatima, { ...spil, scheme: 'dark' })
  await other.goto('/desk')
  await other.getByRole('link', { name: 'Escalaties' }).click()
  await other.getByText('Is kanaal 6 vol?').waitFor()
  expect(await axe(other)).toEqual([])
  await other.getByRole('button', { name: 'Antwoord geven' }).click()
  await other.getByLabel('Antwoord', { exact: true }).fill('Ja, kies kanaal 11.')
  await other.getByRole('dialog').getByRole('button', { name: 'Antwoord geven' }).click()
  await other.getByText('Niemand wacht op u of uw teams').waitFor()
  await story(page).getByText('Antwoord van Netwerk: Ja, kies kanaal 11.').waitFor()
  await page.getByText('Ligt bij Netwerk', { exact: true }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Oplossing laten testen' }).waitFor()
})

test('a lead sees the reason and decides on another priority', async () => {
  const number = await inWork('Toetslokaal heeft geen stroom')
  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${number}`)
  const dialog = await choose(page, 'Aan de leiding voorleggen')
  await dialog.getByLabel('Waarom').fill('Morgen zijn er toetsen en ik red het niet alleen.')
  await dialog.getByRole('button', { name: 'Voorleggen' }).click()
  await page.getByText('Ligt bij de leiding').waitFor()
  const lead = await enter(browser, karel, spil)
  await lead.goto('/desk/escalations')
  await lead.getByRole('button', { name: 'Gezien' }).click()
  await page.getByText('Gezien door Karel Mulder').waitFor()
  await lead.getByRole('button', { name: 'Beslissen' }).click()
  const deciding = lead.getByRole('dialog')
  await deciding.getByLabel('Andere prioriteit').check()
  await deciding.getByLabel('Nieuwe prioriteit').selectOption({ label: 'Kritiek' })
  await deciding.getByLabel('Waarom', { exact: true }).fill('Toetsweek gaat voor')
  expect(await axe(lead)).toEqual([])
  await deciding.getByRole('button', { name: 'Beslissen' }).click()
  await story(page).getByText('Besluit: andere prioriteit. Toetsweek gaat voor').waitFor()
  await page.getByText('Met de hand gekozen: Toetsweek gaat voor').waitFor()
})

/** The major incident of the tests below. */
let parent = ''
test('a major incident gets three reports under it: from a page, from the list, and while it is registered', async () => {
  parent = await inWork('Geen internet in het hele gebouw')
  const first = await report(sem, 'Internet doet het niet')
  const second = await report(els, 'Ik kan niet op internet')
  const lead = await enter(browser, karel, spil)
  await lead.goto(`/desk/cases/${parent}`)
  const dialog = await choose(lead, 'Grote storing verklaren')
  await dialog.getByLabel('Waarom').fill('Het hele gebouw ligt plat')
  await dialog.getByRole('button', { name: 'Grote storing verklaren' }).click()
  await lead.getByText('Nog geen meldingen eronder').waitFor()

  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${first}`)
  const hang = await choose(page, 'Hoort bij een grote storing')
  await hang.getByText(`${parent} Geen internet in het hele gebouw`).waitFor()
  await hang.getByRole('button', { name: 'Eronder hangen' }).click()
  await page.getByText('Hoort bij grote storing').waitFor()

  await page.goto('/desk?view=open')
  await page.getByRole('checkbox', { name: `Selecteer ${second}` }).check()
  const many = await choose(page, 'Hoort bij een grote storing', 'Wijzigen')
  await many.getByRole('button', { name: 'Eronder hangen' }).click()
  await lead.getByText('2 meldingen eronder').waitFor()

  await page.goto('/desk/new')
  await page.getByText('Gaat het hierover?').waitFor()
  await page.keyboard.press('Alt+1')
  await page.getByText(`Wordt onder ${parent} gehangen`).waitFor()
  await page.getByRole('region', { name: 'Misschien is dit al gemeld' }).waitFor()
  expect(await axe(page)).toEqual([])
  await page.getByRole('combobox', { name: 'Melder' }).fill('Sem')
  await page.getByRole('option', { name: /Sem Jansen/ }).click()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { level: 1 }).filter({ hasText: 'Geen internet' }).waitFor()
  await lead.getByText('3 meldingen eronder').waitFor()
  expect(await axe(lead)).toEqual([])
})

test('one text goes to all, and a reporter sees the outage on a phone and joins with one press', async () => {
  const lead = await enter(browser, karel, spil)
  await lead.goto(`/desk/cases/${parent}`)
  await lead.getByRole('button', { name: 'Bericht aan alle melders' }).click()
  await lead.getByRole('textbox', { name: 'Uw bericht' }).fill('De leverancier is onderweg.')
  await lead.getByRole('button', { name: 'Aan iedereen sturen' }).click()
  await lead.getByText('4 van 4 verstuurd').waitFor()
  const mailed = `select recipients->'to'->0->>'name' as who from outgoing_mail where content->>'text' like '%leverancier is onderweg%' order by 1`
  const rows = await spil.query<{ who: string }>(mailed)
  // Sem reported twice, and reads it once.
  expect(rows.map(({ who }) => who)).toEqual(['Els Beuk', 'Noor Visser', 'Sem Jansen'])

  await lead.getByRole('button', { name: 'Op de storingspagina zetten' }).click()
  const dutch = lead.getByRole('group', { name: 'Nederlands' })
  await dutch.getByLabel('In één zin').fill('Geen internet')
  await dutch.getByLabel('Wat werkt er niet').fill('U kunt niet op internet, ook niet op het draadloze net.')
  await dutch.getByLabel(/Wat kunt u intussen doen/).fill('Bel als er haast bij is.')
  expect(await axe(lead)).toEqual([])
  await lead.getByRole('button', { name: 'Publiceren' }).click()
  await lead.getByText('Zichtbaar').waitFor()

  const phone = await enter(browser, noor, { ...spil, size: 'phone' })
  await phone.goto('/portal/new')
  await phone.getByRole('heading', { name: 'Gaat het hierover?' }).waitFor()
  await phone.getByText('Bel als er haast bij is.').waitFor()
  expect(await axe(phone)).toEqual([])
  await phone.getByRole('button', { name: 'Dit raakt mij ook' }).click()
  await phone.getByText('U hoort het als dit voorbij is.').waitFor()
  await phone.getByRole('link', { name: 'Alle storingen en onderhoud' }).click()
  await phone.getByRole('heading', { level: 1, name: 'Storingen en onderhoud' }).waitFor()
  expect(await phone.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
  expect(await axe(phone)).toEqual([])
})

test('solved together: every reporter is asked to test, and it is over for who joined', async () => {
  const phone = await enter(browser, els, { ...spil, size: 'phone' })
  await phone.goto('/portal')
  await phone.getByText('Geen internet', { exact: true }).waitFor()
  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${parent}`)
  await page.getByRole('button', { name: 'Oplossing laten testen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Wat is er gedaan?').fill('De router is vervangen.')
  await dialog.getByLabel('Hoe is het getest?').fill('Op drie plekken gemeten.')
  await dialog.getByRole('button', { name: 'Melder laten testen' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Er hangen nog 3 open meldingen onder').waitFor()
  await page.getByRole('button', { name: 'Ook de meldingen oplossen' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Ook de meldingen oplossen' }).click()
  await page.getByText('3 van 3 opgelost').waitFor()
  await phone.getByRole('link', { name: /Ik kan niet op internet/ }).click()
  await phone.getByRole('region', { name: 'Werkt het weer?' }).getByText('De router is vervangen.').waitFor()
  const asked = await spil.query(`select 1 from "case" where state = 'solved' and done = 'De router is vervangen.'`)
  expect(asked).toHaveLength(4)
  await expect.poll(async () => (await spil.query(`select 1 from outgoing_mail where subject = 'Voorbij: Geen internet'`)).length).toBe(1)
  await page.getByRole('button', { name: 'Terugkijken' }).click()
  await page.getByLabel('Wat hebben we geleerd').fill('Er was geen reserverouter.')
  await page.getByLabel(/Probleem openen/).fill('Geen reserverouter')
  await page.getByRole('dialog').getByRole('button', { name: 'Terugkijken' }).click()
  await page.getByText('Teruggekeken door Joost Bakker').waitFor()
})

test('public only when somebody says so', async () => {
  const stranger = await browser.visitor('stranger', { ...spil, size: 'phone' })
  await stranger.goto('/outages/linde')
  await stranger.getByText('Hier staat niets').waitFor()
  const lead = await enter(browser, karel, spil)
  await lead.goto('/desk/settings?section=outages')
  await lead.getByLabel('Ook te zien zonder aan te melden').check()
  await lead.getByLabel('Adres', { exact: true }).fill('linde')
  await lead.getByLabel('Titel van de pagina').fill('Storingen op het Lindecollege')
  await lead.getByRole('button', { name: 'Opslaan' }).click()
  await lead.getByRole('link', { name: /\/outages\/linde$/ }).waitFor()
  await stranger.reload()
  await stranger.getByRole('heading', { name: 'Storingen op het Lindecollege' }).waitFor()
  await stranger.getByText('Voorbij sinds').waitFor()
  expect(await axe(stranger)).toEqual([])
  expect(await stranger.getByText(/C-\d+|Joost|Karel/).count()).toBe(0)
})
