// @ts-check
/**
 * Follows the server's stream, shared by all tabs, and says honestly how fresh the page is:
 * connected, paused, lost, or brought up to date by asking every few seconds.
 */

import { dayOf, hearClock, isEarlierDay, practiceNow, timeOf } from "./practice-clock.js";

/**
 * The kinds of event that the server tells, the same as `EventKind` in kiosk/domain/events.py.
 * @typedef {"waiting" | "opened" | "answering" | "sent" | "declined" | "unfinished" | "expired" | "withdrawn"
 *   | "not-me" | "short-code" | "tablet" | "guess" | "sign" | "revealed" | "repair"
 *   | "mistake" | "corrected"} EventKind
 */
/** @typedef {{ kind: EventKind | "hello" | "heartbeat" | "lost", visit?: string, epoch?: string }} Message */
/** @typedef {"swapped" | "same" | "logged-out"} Outcome */
/** @typedef {(message: Message) => boolean} Concerns */

const GRACE_MS = 3000; // the server asks for `retry: 2000`, so a reconnect in time is no loss
const SILENT_MS = 25_000; // two heartbeats of 10 s, and some
const POLL_MS = 3000;
const LOGGED_OUT_POLL_MS = 15_000;
const RENEW_MS = 60_000; // "just now" and a short code's end come with no event
const LOCK = "kiosk-events";

/**
 * Keeps the page fresh: calls `refresh` on (re)connecting and on each message that `concerns` this page.
 * @param {() => Promise<Outcome>} refresh @param {Concerns} [concerns]
 */
export function follow(refresh, concerns = () => true) {
  const follower = new Follower(refresh, concerns);
  follower.start();
  return follower;
}

class Follower {
  /** @param {() => Promise<Outcome>} refresh @param {Concerns} concerns */
  constructor(refresh, concerns) {
    this.refresh = refresh;
    this.concerns = concerns;
    this.heard = performance.now();
    this.asked = performance.now();
    this.busy = false;
    this.again = false;
    /** When, by the practice's clock; null while it is not so. @type {number | null} */
    this.lostAt = null;
    /** @type {number | null} */
    this.pausedAt = null;
    this.loggedOut = false;
    this.reached = false;
    /** Of the database, as the stream said it; another one means that an older file was put back. @type {string | undefined} */
    this.epoch = undefined;
    this.restored = false;
  }

  start() {
    hearClock();
    pauseButton()?.addEventListener("click", () => this.togglePause());
    pauseButton()?.removeAttribute("hidden");
    document.addEventListener("visibilitychange", () => document.hidden || this.tick());
    window.addEventListener("online", () => this.renew());
    listen((message) => this.hear(message));
    setInterval(() => this.tick(), 1000);
  }

  /** @param {Message} message */
  hear(message) {
    if (message.kind === "lost") return this.lose();
    this.heard = performance.now();
    if (message.kind === "sent" || message.kind === "declined") document.dispatchEvent(new Event("arrival"));
    if (message.kind === "hello") this.compare(message.epoch);
    const back = this.lostAt !== null || this.loggedOut;
    this.lostAt = null;
    this.loggedOut = false;
    this.show();
    if (message.kind === "hello" || back || (message.kind !== "heartbeat" && this.concerns(message))) this.renew();
  }

  /** @param {string | undefined} epoch */
  compare(epoch) {
    if (this.epoch !== undefined && epoch !== this.epoch) this.restored = true;
    this.epoch = epoch;
  }

  lose() {
    if (this.lostAt !== null) return;
    this.lostAt = practiceNow();
    this.reached = false;
    this.show();
    this.renew();
  }

  tick() {
    const now = performance.now();
    if (now - this.heard > SILENT_MS) this.lose();
    const every = this.loggedOut ? LOGGED_OUT_POLL_MS : this.lostAt !== null ? POLL_MS : RENEW_MS;
    if (!document.hidden && now - this.asked >= every) this.renew();
    if (this.pausedAt !== null) this.show(); // its day is named once another one has begun
  }

  togglePause() {
    this.pausedAt = this.pausedAt === null ? practiceNow() : null;
    pauseButton()?.setAttribute("aria-pressed", String(this.pausedAt !== null));
    this.show();
    if (this.pausedAt === null) this.renew();
  }

  /** One request at a time; what is asked for meanwhile is done once, afterwards. */
  async renew() {
    if (this.pausedAt !== null) return;
    if (this.restored && !isTyped()) return location.reload();
    this.again = this.busy;
    if (this.busy) return;
    this.busy = true;
    this.asked = performance.now();
    try {
      this.loggedOut = (await this.refresh()) === "logged-out";
      if (this.loggedOut) document.dispatchEvent(new Event("kiosk-logged-out"));
      this.reached = true;
      hearClock();
    } catch {
      this.reached = false;
      this.lostAt ??= practiceNow();
    }
    this.busy = false;
    this.show();
    if (this.again) this.renew();
  }

  show() {
    if (this.pausedAt !== null) say("ring", "paused", this.pausedAt);
    else if (this.loggedOut) say("broken", "loggedOut");
    else if (this.lostAt !== null && this.reached) say("broken", "polling");
    else if (this.lostAt !== null) say("broken", "lost", this.lostAt);
    else say("filled", "connected");
    const logIn = document.getElementById("log-in-again");
    if (!(logIn instanceof HTMLAnchorElement)) return;
    logIn.hidden = !this.loggedOut;
    logIn.href = `/login?next=${encodeURIComponent(location.pathname)}`;
  }
}

/** Whether something was typed or chosen that a page loaded anew would not have. */
export function isTyped() {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("main input, main textarea"));
  return [...fields].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
}

/**
 * One stream for all tabs where the browser has locks (https and loopback), else one while the tab is visible:
 * over HTTP/1.1 a browser opens only six connections to a server, and each stream takes one.
 * @param {(message: Message) => void} hear
 */
function listen(hear) {
  if (!navigator.locks || !("BroadcastChannel" in window)) return listenWhileVisible(hear);
  const tabs = new BroadcastChannel(LOCK);
  /** @type {Stream | null} */
  let stream = null;
  tabs.onmessage = ({ data }) => {
    if (data.kind !== "who-leads") hear(data);
    else if (stream?.isOpen()) tabs.postMessage({ kind: "hello", epoch: stream.epoch });
  };
  tabs.postMessage({ kind: "who-leads" });
  navigator.locks.request(LOCK, () => {
    stream = new Stream((message) => {
      tabs.postMessage(message);
      hear(message);
    });
    return new Promise(() => {});
  });
}

/** @param {(message: Message) => void} hear */
function listenWhileVisible(hear) {
  /** @type {Stream | null} */
  let stream = null;
  const turn = () => {
    if (document.hidden) stream?.close();
    stream = document.hidden ? null : (stream ?? new Stream(hear));
  };
  document.addEventListener("visibilitychange", turn);
  turn();
}

class Stream {
  /** @param {(message: Message) => void} tell */
  constructor(tell) {
    this.tell = tell;
    this.grace = 0;
    this.closed = false;
    /** @type {string | undefined} */
    this.epoch = undefined;
    this.open();
  }

  open() {
    if (this.closed) return;
    this.source = new EventSource("/events");
    this.source.addEventListener("hello", ({ data }) => {
      this.epoch = data;
      this.pass({ kind: "hello", epoch: data });
    });
    this.source.addEventListener("heartbeat", () => this.pass({ kind: "heartbeat" }));
    this.source.addEventListener("check-in", ({ data }) => this.pass(JSON.parse(data)));
    this.source.onerror = () => this.fail();
  }

  isOpen() {
    return this.source?.readyState === EventSource.OPEN;
  }

  close() {
    this.closed = true;
    clearTimeout(this.grace);
    this.source?.close();
  }

  /** @param {Message} message */
  pass(message) {
    clearTimeout(this.grace);
    this.grace = 0;
    this.tell(message);
  }

  /** The browser tries again by itself, but not after an answer such as 401 or 503. */
  fail() {
    if (this.source?.readyState === EventSource.CLOSED) setTimeout(() => this.open(), POLL_MS);
    this.grace ||= setTimeout(() => this.tell({ kind: "lost" }), GRACE_MS);
  }
}

/**
 * @param {"filled" | "ring" | "broken"} shape
 * @param {string} key under which the page has the words, in its own language
 * @param {number} at the moment in them, by the practice's clock
 */
function say(shape, key, at = Number.NaN) {
  const place = document.getElementById("connection");
  const text = document.getElementById("connection-words");
  if (!place || !text) return;
  place.hidden = false;
  place.dataset.shape = shape;
  const words = Number.isNaN(at) ? (place.dataset[key] ?? "") : dated(place.dataset, key, at);
  if (text.textContent !== words) text.textContent = words;
}

/** The words with the time, and with the day where that is another one. @param {DOMStringMap} words @param {string} key @param {number} at */
function dated(words, key, at) {
  const told = isEarlierDay(at) ? words[`${key}Earlier`] : words[key];
  return (told ?? "").replace("#time", timeOf(at)).replace("#day", dayOf(at));
}

function pauseButton() {
  return document.getElementById("pause-updates");
}
