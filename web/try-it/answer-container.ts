import { describeError } from '../describe-error.ts'
import { html, replace } from '../element.ts'
import type { Prediction } from '../service.ts'
import { runPrediction } from './run-prediction.ts'
import { drawSteps } from './steps.ts'

/** Builds the area of an answer: first a hint, then the states of a prediction, then its answer or the error. */
export function buildAnswerContainer(hint: string) {
  const element = html(
    'div',
    { class: 'answer', 'aria-live': 'polite' },
    html('div', { class: 'empty' }, html('p', {}, hint))
  )
  let running = new AbortController()

  /** Submits a prediction and shows its states in `steps`. Calls `draw` once the prediction has succeeded. */
  async function show(
    submit: () => Promise<{ readonly id: string }>,
    draw: (prediction: Prediction, steps: HTMLElement) => void | Promise<void>
  ): Promise<void> {
    close()
    running = new AbortController()
    const { signal } = running
    const steps = html('div', { class: 'card' }, drawSteps('sent'))
    replace(element, steps)
    element.setAttribute('aria-busy', 'true')
    try {
      const prediction = await runPrediction(submit, {
        onState: state => replace(steps, drawSteps(state)),
        signal
      })
      if (prediction === null) return
      if (prediction.state !== 'succeeded')
        throw new Error(prediction.error?.reason ?? 'The prediction was canceled.')
      await draw(prediction, steps)
    } catch (error) {
      if (signal.aborted) return
      element.append(html('p', { class: 'notice wrong', role: 'alert' }, describeError(error)))
    } finally {
      if (!signal.aborted) element.removeAttribute('aria-busy')
    }
    if (element.getBoundingClientRect().top > innerHeight * 0.7)
      element.scrollIntoView({ behavior: 'smooth' })
  }

  function close(): void {
    running.abort()
  }
  return { element, show, close }
}
