/** For the complainant: who handles it, until when, and the judgement. */
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import type { MyCaseProps } from '../../web/portal/parts.ts'
import { complaintCalls } from './complaintCalls.ts'
import { complaintWords } from './texts.ts'

export default function MyComplaint({ one: { id } }: MyCaseProps) {
  const t = useText(complaintWords)
  const { locale, timeZone } = useLooks()
  const { data } = useLoad({
    key: ['portal', 'complaint', id],
    load: (signal) => complaintCalls.myComplaint({ params: { id } }, { signal }),
    about: [`case/${id}`],
  })
  if (!data) return null
  const date = new Intl.DateTimeFormat(tagOf(locale), { dateStyle: 'long', timeZone }).format(new Date(data.answerBy))
  return (
    <Note tone={data.judgement ? 'green' : 'blue'}>
      {data.judgement ? (
        <p>{t('desk.complaint.mine.judged', { judgement: t(`desk.complaint.judgement.${data.judgement}`).toLowerCase() })}</p>
      ) : (
        <p>{data.handler ? t('desk.complaint.mine', { name: data.handler.name, date }) : t('desk.complaint.mine.nobody')}</p>
      )}
      {data.about && <p>{t('desk.complaint.mine.about', { name: data.about })}</p>}
    </Note>
  )
}
