import { Button, Group, Stack } from '@mantine/core'
import IconInbox from '@tabler/icons-react/dist/esm/icons/IconInbox.mjs'
import { ProblemError } from '../kit/api.ts'
import { Empty, Failure, Kbd, Note, PersonChip, Skeletons } from '../kit/marks.tsx'
import { Page, Section } from '../kit/page.tsx'
import { type Meaning, StateBadge } from '../kit/stateBadge.tsx'
import { toast, toastProblem } from '../kit/toast.tsx'

const meanings: Meaning[] = ['new', 'progress', 'waiting', 'cancelled', 'risk', 'test', 'broken', 'late', 'held', 'done']

export default function Parts() {
  return (
    <Page title="Onderdelen" lead="Alles wat de kamers delen.">
      <Section title="Toestanden">
        <Group gap="sm">
          {meanings.map((meaning) => (
            <StateBadge key={meaning} meaning={meaning}>
              {meaning}
            </StateBadge>
          ))}
        </Group>
        <Group gap="lg" mt="md">
          {meanings.map((meaning) => (
            <StateBadge key={meaning} meaning={meaning} plain>
              {meaning}
            </StateBadge>
          ))}
        </Group>
      </Section>
      <Section title="Knoppen">
        <Group gap="sm">
          <Button>Oplossing laten testen</Button>
          <Button variant="default">Overdragen</Button>
          <Button variant="subtle">Meer</Button>
          <Button variant="light">Nieuwe zaak</Button>
          <Button color="red">Verwijderen</Button>
          <Button disabled>Uitgeschakeld</Button>
          <Button onClick={() => toast('Zaak gesloten', { label: 'Ongedaan maken', run: () => undefined })} variant="default">
            Toast
          </Button>
          <Button onClick={() => toastProblem(new Error('x'), 'Dit lukte niet')} variant="default">
            Fout
          </Button>
          <PersonChip name="Fatima El Amrani" detail="Locatie Noord" />
          <Kbd keys="Ctrl K" />
        </Group>
      </Section>
      <Section title="Woorden">
        <Stack gap="sm" maw={600}>
          <Note tone="blue">Anneke kijkt ook naar deze zaak.</Note>
          <Note tone="amber">De klok staat stil tot maandag 8.00 uur.</Note>
          <Note tone="red">De mail kon niet worden verstuurd.</Note>
          <Note tone="green">De melder heeft getest: het werkt.</Note>
          <Failure
            error={new ProblemError({ type: 'x', title: 'Er ging iets mis in Spil', status: 500, instance: 'req-7f3a' })}
            retry={() => undefined}
          />
          <Skeletons rows={4} />
          <Empty icon={IconInbox} title="Nog geen zaken" action={<Button variant="default">Eerste zaak maken</Button>}>
            Hier komen meldingen van het portaal, de mail en de telefoon.
          </Empty>
        </Stack>
      </Section>
    </Page>
  )
}
