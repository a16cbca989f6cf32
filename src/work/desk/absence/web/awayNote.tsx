/** For whoever gives somebody work: that they are away, and who stands in. */
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { useAway } from './calls.ts'
import { absenceWords } from './texts.ts'

/** Draws nothing for who is there. */
export function AwayNote({ personId }: { personId: string | null | undefined }) {
  const t = useText(absenceWords)
  const gone = useAway()?.find(({ person }) => person.id === personId)
  if (!gone) return null
  const names = gone.standsIn.map(({ name }) => name).join(', ')
  return (
    <Note tone="amber">
      {t('absence.isAway', { name: gone.person.name, stands: names ? t('absence.standIn', { names }) : t('absence.nobodyIn') })}
    </Note>
  )
}

/** Their name, and that they are away. */
export function useNameWithAway(): (person: { id: string; name: string }) => string {
  const t = useText(absenceWords)
  const away = useAway()
  return ({ id, name }) => (away?.some(({ person }) => person.id === id) ? t('absence.awayName', { name }) : name)
}
