import { Button } from '@mantine/core'
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs'
import { useState } from 'react'
import { Composer } from '../kit/composer.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { EditInPlace } from '../kit/editInPlace.tsx'
import { Note, PersonChip, Refused } from '../kit/marks.tsx'
import { type FactGroup, Facts, RecordPage } from '../kit/recordPage.tsx'
import { StateBadge } from '../kit/stateBadge.tsx'
import { lengthOf, Time } from '../kit/time.tsx'
import { Timeline, type TimelineEntry } from '../kit/timeline.tsx'
import { toast } from '../kit/toast.tsx'

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const nothing = async () => undefined
const impact = <EditInPlace label="Impact" kind="choice" value="group" show="Groep" options={[{ value: 'group', label: 'Groep' }]} save={nothing} />

const people = [
  { label: 'Melder', value: <PersonChip name="Fatima El Amrani" /> },
  { label: 'Behandelaar', value: <PersonChip name="Joost de Vries" /> },
  { label: 'Team', value: 'Locatie Noord' },
]
const priority = [
  { label: 'Impact', value: impact },
  { label: 'Urgentie', value: 'Hoog' },
  { label: 'Reden', value: 'Een groep kan niet werken; de les begint om 13.00 uur.' },
]
const clock = [
  { label: 'Oplossen', value: lengthOf(1500, 'nl') },
  { label: 'Vóór', value: <Time at={ago(-25)} as="absolute" /> },
]
const facts: FactGroup[] = [
  { key: 'who', title: 'Mensen', content: <Facts rows={people} /> },
  { key: 'priority', title: 'Prioriteit', content: <Facts rows={priority} /> },
  { key: 'clock', title: 'Klok', content: <Facts rows={clock} /> },
  { key: 'files', title: 'Bijlagen', folded: true, content: 'Geen' },
]
const said = 'Het bord blijft zwart, ook na uit- en aanzetten. De laptop werkt wel.\nIk geef om 13.00 uur les.'
const entries: TimelineEntry[] = [
  { id: '1', at: ago(180), by: 'Fatima El Amrani', kind: 'said', detail: 'via het portaal', content: said },
  { id: '2', at: ago(170), by: 'Spil', kind: 'done', content: 'stelde prioriteit Hoog voor: een groep kan niet werken' },
  { id: '3', at: ago(120), by: 'Joost de Vries', kind: 'done', content: 'nam de zaak', icon: IconUser },
  {
    id: '4',
    at: ago(60),
    by: 'Joost de Vries',
    kind: 'said',
    internal: true,
    content: 'Kabel van de splitter was los. Vervangen door een nieuwe uit de kast.',
  },
  { id: '5', at: ago(5), by: 'Joost de Vries', kind: 'said', content: 'De kabel is vervangen. Wilt u het bord aanzetten en kijken of er beeld is?' },
]

export default function Record() {
  const [asking, setAsking] = useState(false)
  const [title, setTitle] = useState('Digibord lokaal 2.14 geeft geen beeld')
  return (
    <RecordPage
      number="C-1042"
      title={title}
      titleField={<EditInPlace label="Onderwerp" value={title} saved="Onderwerp gewijzigd" save={async (value) => setTitle(value)} />}
      under={[{ label: 'Zaken', to: '/kit' }]}
      state={
        <>
          <StateBadge meaning="progress">In behandeling</StateBadge>
          <StateBadge meaning="risk">Nog 25 min</StateBadge>
        </>
      }
      actions={
        <>
          <Button>Oplossing laten testen</Button>
          <Refused why="Een zaak sluit pas als de melder heeft getest.">
            <Button variant="default">Sluiten</Button>
          </Refused>
          <Button variant="default" onClick={() => setAsking(true)}>
            Annuleren
          </Button>
        </>
      }
      notice={
        <Note tone="blue" icon={IconUser}>
          Anneke kijkt ook naar deze zaak
        </Note>
      }
      facts={facts}
      composer={<Composer draft="kit/record" internal files publicLabel="Antwoord aan Fatima" placeholder="Schrijf wat u gaat doen" send={nothing} />}
    >
      <Timeline entries={entries} />
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title="Zaak C-1042 annuleren?"
        consequences="Fatima krijgt bericht dat er niets meer gebeurt. De zaak blijft in het logboek en kan heropend worden."
        verb="Zaak annuleren"
        danger
        onConfirm={async () => toast('Geannuleerd', { label: 'Ongedaan maken', run: () => undefined })}
      />
    </RecordPage>
  )
}
