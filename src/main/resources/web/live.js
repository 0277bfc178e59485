// When to ask again. The service tells by server-sent events that something changed; where that stream is not to be had, it is asked from time to time.

const POLL = 2000;
const QUIET = 12000;
const RETRY = 10000;
const REFRESH = 15000;
const LEAST_PAUSE = 500;
const MOST_PAUSE = 5000;

const clock = (time) => new Date(time).toISOString().slice(11, 19);

/**
 * @param refresh asks and shows; its promise fails where the service does not answer
 * @param tell is told how the page is kept up to date, and since when it is not
 */
export function live(refresh, tell) {
  let source = null;
  let heard = 0;
  let shownAt = 0;
  let asking = false;
  let again = false;
  let timer = 0;
  let pause = LEAST_PAUSE;

  function report(problem) {
    if (problem) {
      tell(shownAt ? `The service does not answer. What is shown is from ${clock(shownAt)} UTC.` : 'The service does not answer.', 'lost', shownAt);
    } else if (source && source.readyState === EventSource.OPEN) {
      tell('Live', 'live', shownAt);
    } else {
      tell(`Asking every ${POLL / 1000} seconds; the event stream is not available`, 'polling', shownAt);
    }
  }

  async function ask() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    clearTimeout(timer);
    timer = 0;
    const start = performance.now();
    let problem = null;
    try {
      await refresh();
      shownAt = Date.now();
    } catch (failed) {
      problem = failed;
    }
    report(problem);
    asking = false;
    // With very much to show, asking takes a third of the time at most.
    pause = Math.max(LEAST_PAUSE, Math.min(MOST_PAUSE, 2 * (performance.now() - start)));
    const streaming = source && source.readyState === EventSource.OPEN;
    wait(again ? pause : Math.max(pause, streaming && !problem ? REFRESH : POLL));
  }

  function wait(millis) {
    clearTimeout(timer);
    timer = setTimeout(ask, millis);
  }

  function changed() {
    heard = Date.now();
    again = true;
    if (!asking && !document.hidden) wait(Math.max(0, Math.min(pause, pause - (Date.now() - shownAt))));
  }

  function listen() {
    source = new EventSource('/api/v1/events');
    heard = Date.now();
    source.onopen = () => { heard = Date.now(); report(null); };
    source.addEventListener('changed', changed);
    source.addEventListener('alive', () => { heard = Date.now(); });
    source.onerror = cut;
  }

  function cut() {
    if (!source) return;
    source.close();
    source = null;
    setTimeout(listen, RETRY);
    ask();
  }

  // A connection that was lost on the way, without a word, looks open for ever.
  setInterval(() => { if (source && Date.now() - heard > QUIET) cut(); }, 1000);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });
  window.addEventListener('pagehide', () => { if (source) source.close(); });
  listen();
  return ask;
}
