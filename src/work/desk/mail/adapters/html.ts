/** HTML of a mail made safe to show: on the way out, each time, so that a mended sanitiser mends old mail too. */
import sanitizeHtml from 'sanitize-html'

const text = ['p', 'br', 'div', 'span', 'b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'small', 'blockquote', 'pre', 'code', 'hr', 'a', 'img']
const blocks = ['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'center', 'font']
const tables = ['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption']

/** `images`: whether pictures from elsewhere may be loaded; `inline`: where a picture inside the mail is found, by its Content-ID. */
export function safeHtml(
  html: string,
  options: { images: boolean; inline(contentId: string): string | undefined },
): { html: string; blockedImages: number } {
  let blockedImages = 0
  const picture = (attributes: Record<string, string>) => {
    const source = (attributes.src ?? '').trim()
    const own = /^cid:/i.test(source) ? options.inline(source.slice(4)) : undefined
    const outside = /^https?:\/\//i.test(source)
    if (outside && !options.images) blockedImages++
    const src = own ?? (outside && options.images ? source : undefined)
    const { alt = '', width, height } = attributes
    const size = { ...(width !== undefined && { width }), ...(height !== undefined && { height }) }
    if (src === undefined) return { tagName: 'span', attribs: { title: alt }, text: alt === '' ? '' : `[${alt}]` }
    return { tagName: 'img', attribs: { src, alt, ...size, referrerpolicy: 'no-referrer', loading: 'lazy' } }
  }
  const safe = sanitizeHtml(html, {
    allowedTags: [...text, ...blocks, ...tables],
    allowedAttributes: {
      a: ['href', 'title', 'rel', 'target'],
      img: ['src', 'alt', 'width', 'height', 'referrerpolicy', 'loading'],
      span: ['title'],
      td: ['colspan', 'rowspan', 'align'],
      th: ['colspan', 'rowspan', 'align', 'scope'],
      ol: ['start'],
    },
    // No style at all: it hides text, covers the page and loads pictures.
    parseStyleAttributes: false,
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    // data: only as we made it ourselves, of a picture inside the mail.
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'head', 'svg', 'math', 'iframe', 'object', 'template', 'xmp'],
    nestingLimit: 200,
    transformTags: {
      a: (_tag, attributes) => ({
        tagName: 'a',
        attribs: {
          ...(/^(https?:\/\/|mailto:|tel:)/i.test((attributes.href ?? '').trim()) && { href: (attributes.href ?? '').trim() }),
          ...(attributes.title !== undefined && { title: attributes.title }),
          rel: 'noopener noreferrer nofollow',
          target: '_blank',
        },
      }),
      img: (_tag, attributes) => picture(attributes) as sanitizeHtml.Tag,
    },
  })
  return { html: safe, blockedImages }
}
