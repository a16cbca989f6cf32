import { Button } from '@mantine/core'
import { useState } from 'react'
import { Filters } from '../kit/filters.tsx'
import { PersonChip } from '../kit/marks.tsx'
import { Page } from '../kit/page.tsx'
import { Side } from '../kit/side.tsx'
import { type Meaning, StateBadge } from '../kit/stateBadge.tsx'
import { type Column, Table } from '../kit/table.tsx'
import { Time } from '../kit/time.tsx'

const states: [Meaning, string][] = [
  ['new', 'Nieuw'],
  ['progress', 'In behandeling'],
  ['waiting', 'Wacht op melder'],
  ['test', 'Te testen'],
  ['late', 'Te laat'],
  ['done', 'Gesloten'],
]
const titles = [
  'Digibord lokaal 2.14 geeft geen beeld',
  'Wachtwoord vergeten',
  'Nieuwe laptop voor stagiair, begint maandag',
  'Wifi valt weg in de gymzaal tijdens toetsen',
  'Printer bij de conciërge trekt papier scheef',
  'Mag ik toegang tot de leerlingenadministratie van groep 7?',
  'Klacht: al drie weken geen antwoord over de beamer',
]
const people = ['Fatima El Amrani', 'Joost de Vries', 'Anneke van den Berg', 'Sven Bakker']
interface Row {
  number: string
  title: string
  state: [Meaning, string]
  by: string
  at: string
}
const pick = <T,>(list: readonly T[], at: number): T => list[at % list.length] as T
const rows: Row[] = Array.from({ length: 500 }, (_, at) => ({
  number: `C-${1500 - at}`,
  title: pick(titles, at * 5),
  state: pick(states, at * 7 + (at >> 2)),
  by: pick(people, at * 3),
  at: new Date(Date.now() - at * 47 * 60_000).toISOString(),
}))
const columns: Column<Row>[] = [
  { key: 'number', title: 'Nummer', width: 72, mono: true, sort: true, fixed: true, render: (row) => row.number },
  { key: 'title', title: 'Onderwerp', lead: true, fixed: true, render: (row) => row.title },
  { key: 'state', title: 'Toestand', width: 140, render: (row) => <StateBadge meaning={row.state[0]}>{row.state[1]}</StateBadge> },
  { key: 'by', title: 'Melder', width: 180, render: (row) => <PersonChip name={row.by} /> },
  { key: 'team', title: 'Team', width: 120, wideOnly: true, render: () => 'Locatie Noord' },
  { key: 'at', title: 'Gemeld', width: 110, sort: true, end: true, render: (row) => <Time at={row.at} /> },
]

export default function List() {
  const loading = new URLSearchParams(location.search).has('loading')
  const [peeked, setPeeked] = useState<Row>()
  return (
    <Page title="Zaken" width="fill" actions={<Button variant="default">Weergave bewaren</Button>}>
      <Table
        name="kit/list"
        label="Zaken"
        columns={columns}
        rows={loading ? undefined : rows}
        rowKey={(row) => row.number}
        rowName={(row) => row.number}
        href={(row) => `/kit/record?number=${row.number}`}
        onPeek={setPeeked}
        sort={{ key: 'at', down: true }}
        onSort={() => undefined}
        actions={() => (
          <Button size="xs" variant="default">
            Toewijzen
          </Button>
        )}
        bar={
          <Filters
            text="q"
            fields={[
              { key: 'state', label: 'toestand', options: states.map(([value, label]) => ({ value, label: label.toLowerCase() })) },
              { key: 'team', label: 'team', options: [{ value: 'n', label: 'Locatie Noord' }] },
            ]}
          />
        }
      />
      <Side opened={peeked !== undefined} onClose={() => setPeeked(undefined)} title={peeked?.number ?? ''}>
        {peeked?.title}
      </Side>
    </Page>
  )
}
