import type { Drawing } from './chart/drawing.ts'

export type Child = Node | string | number | null | false
type Attributes = Readonly<Record<string, string | number | boolean | EventListener | undefined>>

/** Builds an HTML element. Skips attributes that are false or undefined. Functions such as `onclick` become listeners. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, children)
}

/** Builds an SVG element, as `html` does. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children)
}

/** Builds the SVG element of a drawing. */
export function toElement({ tag, attributes, children }: Drawing): SVGElement {
  return svg(
    tag,
    attributes,
    ...children.map(child => (typeof child === 'string' ? child : toElement(child)))
  )
}

/**
 * Replaces the children of an element. If a replaced child has the keyboard focus, the new child with the same id and label
 * gets it.
 */
export function replace(parent: Element, ...children: Child[]): void {
  const { activeElement } = document
  const isInside = activeElement !== parent && parent.contains(activeElement)
  parent.replaceChildren(...toNodes(children))
  if (isInside && activeElement instanceof HTMLElement)
    findAgain(parent, activeElement)?.focus({ preventScroll: true })
}

function findAgain(parent: Element, focused: HTMLElement): HTMLElement | undefined {
  if (focused.isConnected) return focused
  const { id, ariaLabel, localName } = focused
  if (id === '' && ariaLabel === null) return undefined
  const alike = parent.querySelectorAll<HTMLElement>(localName)
  return [...alike].find(each => each.id === id && each.ariaLabel === ariaLabel)
}

function fill<Kind extends Element>(element: Kind, attributes: Attributes, children: readonly Child[]): Kind {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...toNodes(children))
  return element
}

function toNodes(children: readonly Child[]): (Node | string)[] {
  return children
    .filter(child => child !== null && child !== false)
    .map(child => (child instanceof Node ? child : String(child)))
}
