/** What the sample school has written down: a dozen documents with versions, for different people, some on cases. */
import { Readable } from 'node:stream'
import type { App, Context } from '#platform/room.ts'
import { searchIds } from '#record/cases/cases.ts'
import type { Audience } from '#record/documents/contract.ts'
import {
  attachDocument,
  type Content,
  changeDocument,
  createDocument,
  publishVersion,
  saveText,
  withdrawDocument,
} from '#record/documents/documents.ts'
import { docx, pdf } from './files.ts'
import type { Step } from './lives.ts'
import { type Paper, papers } from './papers.ts'
import type { School, Someone } from './school.ts'

const day = 86_400_000

async function stored(app: App): Promise<Record<string, Content>> {
  const files = {
    'contract.pdf': pdf(
      'Contract internetverbinding 2026',
      [
        'Leverancier: Glas en Draad BV',
        'Snelheid: 1 Gbit/s heen en terug',
        'Hersteltijd bij storing: vier uur',
        'Looptijd: tot en met 31 december 2026',
      ],
      ['Opzegtermijn: drie maanden', 'Contactpersoon: storingsdienst, dag en nacht bereikbaar'],
    ),
    'digibord.pdf': pdf(
      'Handleiding digibord',
      [
        'Aanzetten: houd de knop rechtsonder drie tellen ingedrukt.',
        'Bron kiezen: druk op Source en kies HDMI 1.',
        'Geen beeld? Trek de kabel eruit en steek hem er weer in.',
      ],
      ['Schoonmaken: alleen met een droge doek.', 'Pen werkt niet? Vervang de batterij (AAA).'],
    ),
    'ontvangst.pdf': pdf('Ontvangstbewijs', ['Apparaat: laptop LT-214', 'Ontvangen door: Noor Bakker', 'Met oplader en hoes, zonder beschadiging.']),
    'verslag.docx': docx(
      'Verslag overleg leveranciers',
      'De levering van de accesspoints loopt twee weken uit.',
      'Afspraak: elke maandag een bericht over de stand.',
    ),
  }
  const put: Record<string, Content> = {}
  for (const [name, bytes] of Object.entries(files)) {
    const kept = await app.files.put(Readable.from([bytes]), bytes.length)
    const type = name.endsWith('.pdf') ? 'application/pdf' : 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    put[name] = { file: { ...kept, name, type } }
  }
  return put
}

/** The steps of all documents; their files lie in the store afterwards. */
export async function documentSteps(app: App, school: School, now: number): Promise<Step[]> {
  const put = await stored(app)
  return papers.flatMap((paper) => stepsOf(paper, school, put[paper.file ?? ''] ?? paper.first ?? { text: '' }, now))
}

const someone = (school: School, login: string): Someone => {
  const found = school.people.find(({ email }) => email.startsWith(`${login}@`))
  if (!found) throw new Error(`nobody at school is called ${login}`)
  return found
}
const whom = (school: School, { everybody = false, teams = [], roles = [], people = [] }: NonNullable<Paper['read']>): Audience => ({
  everybody,
  teamIds: school.teams.filter(({ name }) => teams.includes(name)).map(({ id }) => id),
  roles: [...roles],
  personIds: people.map((login) => someone(school, login).id),
})

function stepsOf(paper: Paper, school: School, content: Content, now: number): Step[] {
  const { title, kind, later = [], published, read, write, review, on } = paper
  const who = someone(school, paper.by)
  const made = { id: '', version: 1 }
  const at = (days: number) => new Date(Math.min(now - (paper.ago - days) * day, now - 3_600_000))
  const said = {
    read: whom(school, read ?? {}),
    ...(write && { write: whom(school, write) }),
    ...(review !== undefined && { reviewBy: new Date(now + review * day).toISOString().slice(0, 10) }),
  }
  const begin = async (ctx: Context) => {
    made.id = await createDocument(ctx, { organisationId: school.organisationId, kind, title, content })
  }
  const finish = async (ctx: Context) => {
    await changeDocument(ctx, made.id, made.version++, said)
    if (published !== undefined) await publishVersion(ctx, made.id, published, made.version++)
    if (paper.withdrawn) await withdrawDocument(ctx, made.id, made.version++)
  }
  // Later than the cases: the newest one with this word.
  const hang = async (ctx: Context) => {
    const [hit] = on === undefined ? [] : await searchIds(ctx, 'case', [on], 1)
    if (hit) await attachDocument(ctx, made.id, 'case', hit.caseId)
  }
  return [
    { at: at(0), who, run: begin },
    ...later.map(([text, note], place) => ({ at: at(place + 1), who, run: (ctx: Context) => saveText(ctx, made.id, place + 1, text, note) })),
    { at: at(later.length + 1), who, run: finish },
    { at: new Date(now), who, run: hang },
  ]
}
