/** The words and times of an outage: one language is enough. */
import { Textarea, TextInput } from '@mantine/core'
import { useText } from '#web/kit/texts.ts'
import type { OutageText } from '../contract.ts'
import classes from './outages.module.css'
import { outageWords } from './texts.ts'

export interface Draft {
  nl: OutageText
  en: OutageText
  from: string
  until: string
  next: string
}
const none: OutageText = { title: '', hit: '', advice: '' }
export const emptyDraft: Draft = { nl: none, en: none, from: '', until: '', next: '' }

const isEmpty = ({ title, hit, advice }: OutageText) => `${title}${hit}${advice}`.trim() === ''
export const textOf = (text: OutageText): OutageText | null => (isEmpty(text) ? null : text)
/** Half a text in one language is not enough. */
export const halfWritten = (text: OutageText) => !isEmpty(text) && (text.title.trim() === '' || text.hit.trim() === '')
export const nothingWritten = ({ nl, en }: Draft) => isEmpty(nl) && isEmpty(en)

interface Props {
  kind: 'outage' | 'maintenance'
  draft: Draft
  change: (draft: Draft) => void
  tried: boolean
  /** The language of who writes comes first. */
  first: 'nl' | 'en'
}
export function OutageFields({ kind, draft, change, tried, first }: Props) {
  const t = useText(outageWords)
  const planned = kind === 'maintenance'
  const time = (name: 'from' | 'until' | 'next', label: string, needed: boolean) => (
    <TextInput
      type="datetime-local"
      label={needed ? label : `${label} (${t('out.optional')})`}
      value={draft[name]}
      error={tried && needed && draft[name] === '' ? t('out.needed') : undefined}
      onChange={(event) => change({ ...draft, [name]: event.currentTarget.value })}
    />
  )
  return (
    <>
      <p className="dim small">{t('out.languages')}</p>
      {[first, first === 'nl' ? ('en' as const) : ('nl' as const)].map((language) => (
        <Language
          key={language}
          language={language}
          planned={planned}
          text={draft[language]}
          tried={tried && (halfWritten(draft[language]) || (language === first && nothingWritten(draft)))}
          change={(text) => change({ ...draft, [language]: text })}
        />
      ))}
      <div className={classes.times}>
        {time('from', t(planned ? 'out.field.fromPlanned' : 'out.field.from'), planned)}
        {time('until', t('out.field.until'), planned)}
        {!planned && time('next', t('out.field.next'), false)}
      </div>
    </>
  )
}

interface LanguageProps {
  language: 'nl' | 'en'
  planned: boolean
  text: OutageText
  tried: boolean
  change: (text: OutageText) => void
}
function Language({ language, planned, text, tried, change }: LanguageProps) {
  const t = useText(outageWords)
  const wrong = (value: string) => (tried && value.trim() === '' ? t('out.needed') : undefined)
  return (
    <fieldset className={classes.language} lang={language}>
      <legend>{t(`out.${language}`)}</legend>
      <TextInput
        label={t('out.field.title')}
        value={text.title}
        maxLength={160}
        error={wrong(text.title)}
        onChange={(event) => change({ ...text, title: event.currentTarget.value })}
      />
      <Textarea
        label={t(planned ? 'out.hit.planned' : 'out.hit')}
        autosize
        minRows={2}
        value={text.hit}
        error={wrong(text.hit)}
        onChange={(event) => change({ ...text, hit: event.currentTarget.value })}
      />
      <Textarea
        label={`${t('out.advice')} (${t('out.optional')})`}
        autosize
        minRows={2}
        value={text.advice}
        onChange={(event) => change({ ...text, advice: event.currentTarget.value })}
      />
    </fieldset>
  )
}
