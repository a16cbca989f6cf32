/** The five marks as faces, always with their word. */
import IconCry from '@tabler/icons-react/dist/esm/icons/IconMoodCry.mjs'
import IconHappy from '@tabler/icons-react/dist/esm/icons/IconMoodHappy.mjs'
import IconNeutral from '@tabler/icons-react/dist/esm/icons/IconMoodNeutral.mjs'
import IconSad from '@tabler/icons-react/dist/esm/icons/IconMoodSad.mjs'
import IconSmile from '@tabler/icons-react/dist/esm/icons/IconMoodSmile.mjs'
import { useText } from '#web/kit/texts.ts'
import { type Mark, marks } from '../contract.ts'
import classes from './satisfaction.module.css'
import { rateWords } from './texts.ts'

const shapes = { 1: IconCry, 2: IconSad, 3: IconNeutral, 4: IconSmile, 5: IconHappy } as const
const isMark = (value: number): value is Mark => (marks as readonly number[]).includes(value)
export const markOf = (value: number | string | undefined): Mark | undefined => {
  const number = Number(value)
  return isMark(number) ? number : undefined
}

export function Face({ mark, size = 20 }: { mark: number; size?: number }) {
  const Shape = shapes[markOf(mark) ?? 3]
  return <Shape size={size} stroke={1.5} aria-hidden />
}
/** A face with its word. */
export function FaceWord({ mark }: { mark: number }) {
  const t = useText(rateWords)
  return (
    <span className={classes.mark}>
      <Face mark={mark} />
      {t(`desk.satisfaction.mark.${markOf(mark) ?? 3}`)}
    </span>
  )
}

export function Faces({ value, change, label }: { value: Mark | undefined; change: (mark: Mark) => void; label: string }) {
  const t = useText(rateWords)
  return (
    <fieldset className={classes.group}>
      <legend>{label}</legend>
      <div className={classes.faces}>
        {[...marks].reverse().map((mark) => (
          <label key={mark} className={classes.face} data-chosen={value === mark || undefined}>
            <input type="radio" name="mark" checked={value === mark} onChange={() => change(mark)} />
            <Face mark={mark} size={28} />
            {t(`desk.satisfaction.mark.${mark}`)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
