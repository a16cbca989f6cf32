/** Where a receiver draws their signature with finger, pen or mouse. It gives strokes, never a picture. */
import { Button } from '@mantine/core'
import { useEffect, useId, useRef, useState } from 'react'
import SignaturePad from 'signature_pad'
import { useText } from '#web/kit/texts.ts'
import { type Strokes, signatureBox } from '../signing/contract.ts'
import classes from './handout.module.css'
import { handoutWords } from './texts.ts'

const within = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)))
/** As the signature is kept: whole numbers in its box, whatever the size of this screen. */
function strokesOf(pad: SignaturePad, width: number): Strokes {
  const scale = signatureBox.width / width
  return pad.toData().flatMap(({ points }) => {
    const stroke: [number, number][] = []
    for (const { x, y } of points) {
      const at: [number, number] = [within(x * scale, signatureBox.width), within(y * scale, signatureBox.height)]
      const last = stroke.at(-1)
      if (last?.[0] !== at[0] || last[1] !== at[1]) stroke.push(at)
    }
    return stroke.length > 0 ? [stroke] : []
  })
}

/** `onChange` gets what stands there now after each stroke. */
export function DrawSignature({ onChange }: { onChange: (strokes: Strokes) => void }) {
  const t = useText(handoutWords)
  const canvas = useRef<HTMLCanvasElement>(null)
  const pad = useRef<SignaturePad>(null)
  const latest = useRef(onChange)
  latest.current = onChange
  const label = useId()
  const [drawn, setDrawn] = useState(false)
  useEffect(() => {
    const at = canvas.current
    if (!at) return
    const made = new SignaturePad(at, { minWidth: 1, maxWidth: 2.4, penColor: '#10203a' })
    pad.current = made
    let width = 0
    // The canvas has the pixels of this screen. Turned or resized it begins again: what was drawn would no longer lie where it was.
    const resize = () => {
      if (at.offsetWidth === width) return
      width = at.offsetWidth
      const ratio = Math.max(devicePixelRatio, 1)
      at.width = width * ratio
      at.height = at.offsetHeight * ratio
      at.getContext('2d')?.scale(ratio, ratio)
      made.clear()
      setDrawn(false)
      latest.current([])
    }
    const ended = () => {
      setDrawn(true)
      latest.current(strokesOf(made, at.offsetWidth))
    }
    const watch = new ResizeObserver(resize)
    watch.observe(at)
    resize()
    made.addEventListener('endStroke', ended)
    return () => {
      watch.disconnect()
      made.off()
    }
  }, [])
  const clear = () => {
    pad.current?.clear()
    setDrawn(false)
    latest.current([])
  }
  return (
    <div>
      <p id={label} className="small">
        {t('handout.page.draw')}
      </p>
      <div className={classes.pad}>
        <canvas ref={canvas} className={classes.canvas} role="img" aria-labelledby={label} />
        <span className={classes.padLine} aria-hidden />
      </div>
      <Button size="compact-sm" variant="subtle" disabled={!drawn} onClick={clear}>
        {t('handout.page.clear')}
      </Button>
    </div>
  )
}
