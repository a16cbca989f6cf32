/** Above the story: the answers of the reporter contradict each other. */
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { CaseProps } from '../../web/case/parts.ts'
import { deskClosing } from '../contract.ts'
import { closingWords } from './texts.ts'

const calls = api(deskClosing)

export default function Contradiction({ page }: CaseProps) {
  const t = useText(closingWords)
  const { id } = page.case
  const { data } = useLoad({ key: ['desk', 'testing', id], load: (signal) => calls.testing({ params: { id } }, { signal }), about: [`case/${id}`] })
  return data?.closing.contradiction ? <Note tone="amber">{t('close.contradiction')}</Note> : null
}
