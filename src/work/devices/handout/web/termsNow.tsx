/** Under which terms something would be handed out at this moment. */
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { handoutSettings } from './calls.ts'
import { handoutWords } from './texts.ts'

export function TermsNow({ organisationId }: { organisationId: string }) {
  const t = useText(handoutWords)
  const { data } = useLoad({
    key: ['devices', 'handout-settings', organisationId],
    load: (signal) => handoutSettings.settings({ query: { organisationId } }, { signal }),
    on: ['devices.handoutSettings', 'documents.'],
    when: organisationId !== '',
  })
  if (!data) return null
  const terms = data.documents.find(({ id }) => id === data.settings.termsId)
  if (!terms) return <Note>{t('handout.noTerms')}</Note>
  return (
    <p>
      {t('handout.new.termsWhat', { title: terms.title, version: terms.published ?? 1 })}{' '}
      <Link to={`/documents/${terms.id}`}>{t('handout.page.termsRead')}</Link>
    </p>
  )
}
