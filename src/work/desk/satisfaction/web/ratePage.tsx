/** Reached from the mail, without signing in. The mark in the address is only chosen beforehand: opening records nothing. */
import { problemIn } from '#web/kit/api.ts'
import { usePath, useUrlState } from '#web/kit/links.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { markOf } from './faces.tsx'
import { RateForm, RateState, useAsked } from './rate.tsx'
import { rateWords } from './texts.ts'

export default function RatePage() {
  const t = useText(rateWords)
  const token = usePath().token ?? ''
  const [{ mark }] = useUrlState()
  const { data, error, refetch } = useAsked(token)
  const refused = problemIn(error)?.type
  if (refused === 'desk.satisfaction.linkWrong')
    return (
      <Sheet title={t('rate.wrong')} wide>
        <p>{t('rate.wrong.text')}</p>
      </Sheet>
    )
  if (refused === 'desk.satisfaction.linkExpired' || data?.open === false)
    return (
      <Sheet title={t('rate.over')} wide>
        <p>{t('rate.over.text')}</p>
      </Sheet>
    )
  const { organisation = '', number = '', title = '' } = data ?? {}
  return (
    <Sheet title={t('rate.title')} {...(data && { lead: t('rate.lead', { organisation, number, title }) })} wide>
      {data ? (
        <RateForm token={token} asked={data} chosen={typeof mark === 'string' ? markOf(mark) : undefined} />
      ) : (
        <RateState token={token} error={error} retry={() => void refetch()} />
      )}
    </Sheet>
  )
}
