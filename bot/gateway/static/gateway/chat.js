// @ts-check
/**
 * The candidates' chat page. Written for old phones on slow networks: one file, no dependency, nothing newer than
 * Chrome 70. Every message of the person is kept on the phone until the server has it, and every message of the
 * server is shown once, in the order of its sequence. All words come from the page's data attributes.
 */

/**
 * @typedef {{label: string, index: number, url?: string}} Option
 * @typedef {{title: string, publisher?: string, url?: string, date?: string, volatile?: boolean}} Source
 * @typedef {{sequence: number, author: string, text: string, id?: string, buttons?: Option[], sources?: Source[],
 *   notice?: string, urgent?: boolean, at?: string}} Message
 * @typedef {{text?: string, kind?: string, choice?: {message: number, index: number}}} Content
 * @typedef {{id: string, order: number, content: Content, shown: string, floor?: number}} Item
 * @typedef {{status: number, data: any, retryAfter: number}} Answer
 */

const REQUEST_MS = 20000;
/** Waits before the next try. Short at first, later kind to the battery. */
const RETRY_MS = [1000, 2000, 4000, 8000, 15000, 30000];
const POLL_MS = 3000;
const IDLE_POLL_MS = 15000;
/** How long after the last message polling stays quick: every look costs the person money. */
const BUSY_MS = 300000;
/** When to look whether the answer to a sent message got stuck: some operators' proxies hold streams back. */
const CHECK_MS = 6000;
const STREAM_RETRY_MS = 60000;
const STREAM_FAILURES = 3;
/** How long a missing number is asked for again: a lower number may become visible after a higher one. */
const HOLE_MS = 60000;
const PRESS_MS = 700;
const NEAR_BOTTOM = 60;
const STORE_PREFIX = "yoon.unsent.";
const DRAFT_KEY = "yoon.draft";

// ---------------------------------------------------------------------------------------------------- small tools

/**
 * @param {string} id
 * @returns {any}
 */
function byId(id) {
  return document.getElementById(id);
}

/**
 * @param {string} tag
 * @param {string} [className]
 * @param {string} [text] set as text, never as markup
 */
function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** A random UUID. `crypto.randomUUID` is missing on old phones and on plain-HTTP pages. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** @param {string | undefined} address */
function isWebAddress(address) {
  return /^https?:\/\//i.test(address || "");
}

/**
 * A link to another site, which learns nothing about this page.
 * @param {string} address
 * @param {string} label
 */
function webLink(address, label) {
  const link = /** @type {HTMLAnchorElement} */ (make("a", "", label));
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/**
 * Runs `action` once, however impatiently the button is pressed.
 * @param {HTMLElement} button
 * @param {() => void} action
 * @param {{last: number}} [guard] shared by buttons that move: a second tap may hit another one of them
 */
function onPress(button, action, guard = { last: -Infinity }) {
  button.addEventListener("click", () => {
    const again = performance.now() - guard.last < PRESS_MS;
    guard.last = performance.now();
    if (!again) action();
  });
}

/**
 * The page's own words follow the language of the conversation: loaded anew, with everything kept on the phone. Once for
 * each language, so that a server that answers otherwise never makes the page turn in circles.
 * @param {string | undefined} language
 */
function followLanguage(language) {
  const key = "yoon.reloaded";
  if (!language || language === document.documentElement.lang) return;
  try {
    if (sessionStorage.getItem(key) === language) return;
    sessionStorage.setItem(key, language);
    sessionStorage.setItem(DRAFT_KEY, byId("text").value);
  } catch (error) {
    return;
  }
  location.reload();
}

/** What was being typed when the page was loaded anew. */
function restoreDraft() {
  try {
    const draft = sessionStorage.getItem(DRAFT_KEY);
    if (draft) byId("text").value = draft;
    sessionStorage.removeItem(DRAFT_KEY);
  } catch (error) {
    // Without storage there is no draft either.
  }
}

/**
 * Foreign runs of a right-to-left line, each in its own order: what the server marked as a unit (a name, a number), and
 * Latin words and numbers.
 * @param {string} text
 */
function isolate(text) {
  const nodes = document.createDocumentFragment();
  if (!/[\u0590-\u08ff\ufb1d-\ufefc\u2068]/.test(text)) {
    nodes.append(text);
    return nodes;
  }
  const foreign = "[A-Za-z0-9\\u00c0-\\u024f+](?:[^\\u0590-\\u08ff\\ufb1d-\\ufefc\\u2068\\n()«»]*[A-Za-z0-9\\u00c0-\\u024f%€$])?";
  const runs = new RegExp("\\u2068([^\\u2069]*)\\u2069|" + foreign, "g");
  let done = 0;
  for (let match = runs.exec(text); match; match = runs.exec(text)) {
    const run = make("bdi", "", match[1] === undefined ? match[0] : match[1]);
    if (match[1] === undefined) run.dir = "ltr";
    nodes.append(text.slice(done, match.index), run);
    done = match.index + match[0].length;
  }
  nodes.append(text.slice(done));
  return nodes;
}

/**
 * Never throws. Whatever is not JSON (a proxy's error page, an operator's "top up your credit" page) does not come
 * from our server and counts as no network: status 0.
 * @param {string} address
 * @param {object} [body] posted when given
 * @returns {Promise<Answer>}
 */
async function request(address, body) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), REQUEST_MS);
  try {
    const response = await fetch(address, {
      method: body ? "POST" : "GET",
      headers: body ? { "Content-Type": "application/json", "X-Yoon-Chat": "1" } : { "X-Yoon-Chat": "1" },
      body: body ? JSON.stringify(body) : undefined,
      credentials: "same-origin",
      cache: "no-store",
      signal: abort.signal,
    });
    const retryAfter = Number(response.headers.get("Retry-After")) || 0;
    if (response.status >= 500) return { status: response.status, data: null, retryAfter };
    return { status: response.status, data: await response.json(), retryAfter };
  } catch (error) {
    return { status: 0, data: null, retryAfter: 0 };
  } finally {
    clearTimeout(timer);
  }
}

// ------------------------------------------------------------------------------------------------- links in texts

/** Finds web addresses and whatever is written like a telephone number. */
class Links {
  /**
   * @param {string} words words that announce a short number, separated by "|"
   * @param {string} joints words that may stand between them and the number, or between two numbers
   */
  constructor(words, joints) {
    this.announced = new RegExp(`(?:^|[^\\p{L}])(?:${words})(?:[\\s,]+(?:${joints}))*\\s*:?\\s*$`, "iu");
    this.joined = new RegExp(`^[\\s(,]*(?:(?:${joints})\\s+)+$`, "iu");
  }

  /**
   * The text as nodes, with links in it.
   * @param {string} text
   * @param {boolean} urgent
   */
  nodes(text, urgent) {
    const nodes = document.createDocumentFragment();
    const pattern = /https:\/\/[^\s<>"«»]*[^\s<>"«».,;:!?)\]]|\+?\d(?:[ \u00a0\u202f.-]?\d)+/g;
    let done = 0;
    let phoneEnd = -1;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const found = match[0];
      const end = match.index + found.length;
      const web = found.startsWith("https");
      const follows = phoneEnd >= 0 && this.joined.test(text.slice(phoneEnd, match.index));
      if (!web && !this.isPhone(found, text.slice(0, match.index), text.slice(end), urgent, follows)) continue;
      nodes.append(isolate(text.slice(done, match.index)), web ? webLink(found, found) : this.phoneLink(found));
      done = end;
      if (!web) phoneEnd = end;
    }
    nodes.append(isolate(text.slice(done)));
    return nodes;
  }

  /**
   * Whether digits can be dialled. A year or an amount offered as a number to call would be worse than no link, so
   * a short number counts only behind a word like "police", or behind a colon in an urgent message.
   * @param {string} found
   * @param {string} before
   * @param {string} after
   * @param {boolean} urgent
   * @param {boolean} follows stands behind another number and a word like "or"
   */
  isPhone(found, before, after, urgent, follows) {
    if (/[\p{L}\d/°€$]$|\d[,.]$/u.test(before)) return false;
    if (/^([\p{L}/]|,\d|\s?[%€$]|\s?[A-Z]{3,4}\b)/u.test(after)) return false;
    if (/^(\d{2,6}|\d-\d-\d)$/.test(found)) {
      if (/^20\d\d$/.test(found)) return false;
      return follows || this.announced.test(before) || (urgent && /:\s*$/.test(before));
    }
    return Links.isLongPhone(found);
  }

  /** @param {string} found */
  static isLongPhone(found) {
    const digits = found.replace(/\D/g, "");
    if (digits.length < 7 || digits.length > 15) return false;
    return (
      found[0] === "+" ||
      /^\d{8,13}$/.test(found) || // in one piece
      /^\d{2}([^\d])\d{2}(\1\d{2}){2,3}$/.test(found) || // by pairs
      /^1-\d{3}-\d{3}-\d{4}$/.test(found) || // North America
      // Free numbers. Amounts, which are also written by threes, end in 000 far more often than numbers do.
      (/^[89]00(\D\d{2,4}){1,4}$/.test(found) && !/\D000/.test(found))
    );
  }

  /** @param {string} written */
  phoneLink(written) {
    const link = /** @type {HTMLAnchorElement} */ (make("a", "phone", written));
    link.href = "tel:" + written.replace(/[^\d+]/g, "");
    link.dir = "ltr";
    return link;
  }
}

// ------------------------------------------------------------------------------------------------ what one can see

/** The messages on the screen. Knows nothing of the network. */
class View {
  /** @param {(choice: {message: number, index: number}, label: string) => void} onChoice */
  constructor(onChoice) {
    this.onChoice = onChoice;
    this.chat = byId("chat");
    this.log = byId("log");
    this.typing = byId("typing");
    this.chip = byId("chip");
    this.words = this.chat.dataset;
    this.links = new Links(this.words.phoneWords, this.words.phoneJoints);
    /** The person's own messages by their client id. @type {Map<string, HTMLElement>} */
    this.own = new Map();
    this.guard = { last: -Infinity };
    this.following = true;
    this.chat.addEventListener("scroll", () => this.noteScroll(), { passive: true });
    // The keyboard of a phone, or a growing message, takes room: what was in view stays above it.
    if (window.ResizeObserver) new ResizeObserver(() => this.stayAtBottom()).observe(this.chat);
    onPress(this.chip, () => this.goToNewest());
    this.typing.textContent = this.words.loading;
  }

  /** Screen readers read out what comes from now on, not the history. */
  announceFromNowOn() {
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 500);
  }

  /** @param {Message} message */
  show(message) {
    if (message.id && this.own.has(message.id)) {
      this.confirm(message.id, message.sequence);
      return;
    }
    // Without words: "start", and what was erased.
    if (!message.text) return;
    this.place(this.build(message), message.sequence);
    if (message.author === "me") this.setState(message.id || "", "sent");
  }

  /**
   * Show an own message that the server does not have yet.
   * @param {Item} item
   */
  showUnsent(item) {
    if (!item.shown) return;
    this.log.append(this.build({ sequence: 0, author: "me", text: item.shown, id: item.id }));
    this.following = true;
    this.follow(false);
  }

  /**
   * An own message has arrived and got its number.
   * @param {string} id
   * @param {number} sequence
   */
  confirm(id, sequence) {
    const element = this.own.get(id);
    if (!element) return;
    this.setState(id, "sent");
    if (!element.dataset.sequence) this.place(element, sequence);
  }

  /**
   * @param {string} id
   * @param {"sending" | "waiting" | "sent" | "refused"} state
   */
  setState(id, state) {
    const element = this.own.get(id);
    const box = element && /** @type {HTMLElement} */ (element.querySelector(".state"));
    if (!element || !box || element.dataset.state === state) return;
    element.dataset.state = state;
    box.textContent = this.words[state] || "";
  }

  /**
   * The server will not take a message: say why beside it, and let what follows come below it.
   * @param {string} id
   * @param {string} [sentence]
   */
  refuse(id, sentence) {
    const element = this.own.get(id);
    const box = element && element.querySelector(".state");
    if (!element || !box) return;
    this.setState(id, "refused");
    const before = /** @type {HTMLElement | null} */ (element.previousElementSibling);
    element.dataset.sequence = (before && before.dataset.sequence) || "0.5";
    if (sentence) box.textContent = sentence;
  }

  /** @param {boolean} pending */
  setPending(pending) {
    const text = pending ? this.words.typing : "";
    if (this.typing.textContent === text) return;
    this.typing.textContent = text;
    this.follow(false);
  }

  /**
   * Remove what the server no longer holds: the person had it erased.
   * @param {number} first the lowest number that is still held
   */
  forgetBefore(first) {
    for (const element of Array.from(this.log.children)) {
      const { sequence, state } = /** @type {HTMLElement} */ (element).dataset;
      if (state === "refused" || (sequence && Number(sequence) < first)) element.remove();
    }
  }

  /**
   * Put an element where its number belongs. What has no number yet stays last.
   * @param {HTMLElement} element
   * @param {number} sequence
   */
  place(element, sequence) {
    element.dataset.sequence = String(sequence);
    let before = /** @type {HTMLElement | null} */ (this.log.lastElementChild);
    while (before && (before === element || Number(before.dataset.sequence || Infinity) > sequence)) {
      before = /** @type {HTMLElement | null} */ (before.previousElementSibling);
    }
    const next = before ? before.nextSibling : this.log.firstChild;
    // Moving it without need would have it read out twice.
    if (next !== element) this.log.insertBefore(element, next);
  }

  /** Options above the person's last message have been answered: they stay usable and step back. */
  refreshOptions() {
    const mine = this.log.querySelectorAll(".me");
    const last = mine[mine.length - 1];
    for (const options of this.log.querySelectorAll(".options")) {
      const answered = last && options.compareDocumentPosition(last) & Node.DOCUMENT_POSITION_FOLLOWING;
      options.classList.toggle("past", Boolean(answered));
    }
  }

  /**
   * Called after every change. Keeps the newest turn in view from its beginning: a long answer is read from its top.
   * @param {boolean} news whether something new came that may be out of view
   */
  follow(news) {
    this.refreshOptions();
    const label = this.following ? this.words.more : this.words.news;
    if (this.following) {
      const bottom = this.chat.scrollHeight - this.chat.clientHeight;
      this.chat.scrollTop = Math.min(bottom, this.turnTop());
    }
    if (this.isAtBottom()) return;
    this.following = false;
    if (!news) return;
    this.chip.textContent = label;
    this.chip.hidden = false;
  }

  /** Where the newest turn begins: at the person's last message, or below it when it is long itself. */
  turnTop() {
    let top = Infinity;
    for (let element = this.log.lastElementChild; element; element = element.previousElementSibling) {
      const { offsetTop, offsetHeight } = /** @type {HTMLElement} */ (element);
      const mine = element.classList.contains("me");
      if (!mine || offsetHeight < this.chat.clientHeight / 4) top = offsetTop - 12;
      if (mine) break;
    }
    return top;
  }

  isAtBottom() {
    return this.chat.scrollHeight - this.chat.clientHeight - this.chat.scrollTop < NEAR_BOTTOM;
  }

  noteScroll() {
    this.following = this.isAtBottom();
    if (this.following) this.chip.hidden = true;
  }

  stayAtBottom() {
    if (this.following) this.chat.scrollTop = this.chat.scrollHeight;
  }

  goToNewest() {
    this.following = true;
    this.stayAtBottom();
    this.chip.hidden = true;
    this.chat.focus({ preventScroll: true });
  }

  /**
   * @param {Message} message
   * @returns {HTMLElement}
   */
  build(message) {
    const element = make("div", "message " + message.author + (message.urgent ? " urgent" : ""));
    const bubble = make("div", "bubble");
    bubble.append(make("span", message.author === "human" ? "who" : "unseen", this.words[message.author]), " ");
    bubble.append(this.text(message));
    if (message.notice) bubble.append(make("p", "notice", message.notice));
    if (message.sources && message.sources.length) bubble.append(this.sources(message.sources));
    bubble.append(this.foot(message));
    element.append(bubble);
    if (message.buttons && message.buttons.length) element.append(this.options(message));
    if (message.author === "me" && message.id) this.own.set(message.id, element);
    return element;
  }

  /**
   * The text, line by line: each takes its own direction, and an enumeration is indented.
   * @param {Message} message
   */
  text(message) {
    const text = make("div", "text");
    for (const line of message.text.split("\n")) {
      const row = make("div", /^\s*[-•–] /.test(line) ? "item" : "");
      row.dir = "auto";
      row.append(message.author === "me" ? line : this.links.nodes(line, Boolean(message.urgent)));
      text.append(row);
    }
    return text;
  }

  /** @param {Message} message */
  foot(message) {
    const foot = make("p", "foot");
    const at = message.at ? new Date(message.at) : new Date();
    const time = /** @type {HTMLTimeElement} */ (make("time", "", this.clock(at)));
    time.dateTime = at.toISOString();
    foot.append(time);
    if (message.author === "me") foot.append(" ", make("span", "state"));
    return foot;
  }

  /** @param {Date} at */
  clock(at) {
    const day = at.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "short" };
    const format = Object.assign({ hour: "2-digit", minute: "2-digit" }, day);
    return at.toLocaleString(document.documentElement.lang || undefined, /** @type {any} */ (format));
  }

  /**
   * The options, with the numbers under which the server knows them.
   * @param {Message} message
   */
  options(message) {
    const group = make("div", "options");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.words.options || "");
    for (const option of message.buttons || []) {
      if (option.url && !isWebAddress(option.url)) continue;
      group.append(option.url ? webLink(option.url, option.label) : this.option(message.sequence, option));
    }
    return group;
  }

  /**
   * @param {number} sequence
   * @param {Option} option
   */
  option(sequence, option) {
    const button = /** @type {HTMLButtonElement} */ (make("button"));
    button.type = "button";
    const number = make("bdi", "number", option.index + 1 + ".");
    number.dir = "ltr";
    button.append(number, " ", make("bdi", "", option.label));
    onPress(button, () => this.onChoice({ message: sequence, index: option.index }, option.label), this.guard);
    return button;
  }

  /** @param {Source[]} sources */
  sources(sources) {
    const details = make("details");
    const summary = make("summary", "", this.words.sources + " ");
    summary.append(make("bdi", "", `(${sources.length})`));
    const list = make("ul");
    for (const source of sources) list.append(this.source(source));
    details.append(summary, list);
    return details;
  }

  /** @param {Source} source */
  source(source) {
    const item = make("li");
    const title = make("bdi");
    const name = source.title || source.publisher || source.url || "";
    title.append(source.url && isWebAddress(source.url) ? webLink(source.url, name) : name);
    item.append(title);
    const rest = [source.publisher, source.date].filter(Boolean);
    if (rest.length) item.append(make("span", "from", rest.join(" · ")));
    if (source.volatile) item.append(" ", make("span", "volatile", this.words.volatile));
    return item;
  }
}

/** Tells the person, in one line under the header, when messages cannot leave. */
class Line {
  constructor() {
    this.banner = byId("banner");
    this.words = byId("chat").dataset;
    this.failures = 0;
    this.status = 0;
    window.addEventListener("offline", () => this.refresh());
    window.addEventListener("online", () => this.refresh());
  }

  /**
   * @param {boolean} good whether the server answered as it should
   * @param {number} status
   */
  note(good, status) {
    this.status = status;
    this.failures = good ? 0 : this.failures + 1;
    this.refresh();
  }

  /** One failure is not worth a word: the next try is a second away. */
  refresh() {
    let text = "";
    if (!navigator.onLine) text = this.words.offline;
    else if (this.failures > 1) text = this.status === 0 ? this.words.offline : this.words.unavailable;
    if (this.banner.textContent !== text) this.banner.textContent = text;
  }

  isDown() {
    return this.failures > 0 || !navigator.onLine;
  }
}

// --------------------------------------------------------------------------------------------- what the person says

/** Unsent messages on the phone: nothing else is ever stored there. One entry each, so that two tabs do not collide. */
const unsent = {
  /** @param {Item} item */
  keep(item) {
    try {
      localStorage.setItem(STORE_PREFIX + item.id, JSON.stringify(item));
    } catch (error) {
      // Storage is full or forbidden: the message is then kept as long as the page is open.
    }
  },

  /** @param {string} id */
  drop(id) {
    try {
      localStorage.removeItem(STORE_PREFIX + id);
    } catch (error) {
      // See keep.
    }
  },

  /** @returns {Item[]} in the order of writing */
  all() {
    /** @type {Item[]} */
    const items = [];
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(STORE_PREFIX)) items.push(JSON.parse(localStorage.getItem(key) || ""));
      }
    } catch (error) {
      // See keep.
    }
    return items.sort((one, other) => one.order - other.order);
  },
};

/** Sends what the person says, one at a time and in order, each until the server has taken or refused it. */
class Outbox {
  /**
   * @param {string} address
   * @param {View} view
   * @param {Line} line
   */
  constructor(address, view, line) {
    this.address = address;
    this.view = view;
    this.line = line;
    /** @type {Item[]} */
    this.items = [];
    this.busy = false;
    this.tries = 0;
    this.notBefore = 0;
    this.timer = 0;
    this.lastOrder = 0;
    /** @type {(item: Item, sequence: number) => void} */
    this.onSent = () => {};
  }

  /** Take up what an earlier visit left behind. */
  restore() {
    for (const item of unsent.all()) {
      this.items.push(item);
      this.lastOrder = item.order;
      this.view.showUnsent(item);
      this.view.setState(item.id, "waiting");
    }
  }

  /**
   * @param {Content} content
   * @param {string} shown what the screen shows for it; nothing for "start"
   * @param {number} [floor] the newest number known, which the message's own number will exceed
   */
  add(content, shown, floor) {
    this.lastOrder = Math.max(Date.now(), this.lastOrder + 1);
    const item = { id: newId(), order: this.lastOrder, content, shown, floor };
    this.items.push(item);
    unsent.keep({ id: item.id, order: item.order, content, shown });
    this.view.showUnsent(item);
    this.view.setState(item.id, this.line.isDown() ? "waiting" : "sending");
    this.flush();
  }

  /** The network is back: try now, and as eagerly as at first. */
  retryNow() {
    this.tries = 0;
    this.flush();
  }

  async flush() {
    if (this.busy) return;
    clearTimeout(this.timer);
    const early = this.notBefore - Date.now();
    if (early > 0) {
      this.timer = setTimeout(() => this.flush(), early);
      return;
    }
    this.busy = true;
    while (this.items.length && (await this.sendFirst())) this.tries = 0;
    this.busy = false;
  }

  /** @returns {Promise<boolean>} whether the first message is settled, one way or the other */
  async sendFirst() {
    const item = this.items[0];
    const answer = await request(this.address, Object.assign({ id: item.id }, item.content));
    const taken = answer.status >= 200 && answer.status < 300 && answer.data.sequence;
    const refused = answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429;
    this.line.note(taken || refused, answer.status);
    if (!taken && !refused) {
      this.putOff(answer);
      return false;
    }
    this.items.shift();
    unsent.drop(item.id);
    if (taken) {
      this.onSent(item, taken);
      this.view.confirm(item.id, taken);
    } else {
      this.view.refuse(item.id, answer.data.message);
    }
    return true;
  }

  /** @param {Answer} answer */
  putOff(answer) {
    for (const item of this.items) this.view.setState(item.id, "waiting");
    const wait = RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)];
    this.tries += 1;
    this.notBefore = Date.now() + answer.retryAfter * 1000;
    // Not all at the same moment when a cell or the server comes back.
    const delay = Math.max(wait * (0.75 + Math.random() / 2), answer.retryAfter * 1000);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }
}

// ----------------------------------------------------------------------------------------------- what is said to them

/** Receives: the history, then a stream of events, or looks every few seconds where streams do not get through. */
class Feed {
  /**
   * @param {string} messages address of the messages
   * @param {string} events address of the stream
   * @param {View} view
   * @param {Line} line
   * @param {Outbox} outbox
   */
  constructor(messages, events, view, line, outbox) {
    this.messages = messages;
    this.events = events;
    this.view = view;
    this.line = line;
    this.outbox = outbox;
    /** @type {Set<number>} */
    this.seen = new Set();
    /** Numbers that were skipped, and when. @type {Map<number, number>} */
    this.holes = new Map();
    this.newest = 0;
    this.pending = false;
    this.lastNews = Date.now();
    /** @type {Promise<number> | null} */
    this.looking = null;
    /** @type {EventSource | null} */
    this.stream = null;
    this.streamFailures = 0;
    this.deaf = 0;
    this.started = false;
    this.pollTimer = 0;
    this.checkTimer = 0;
    this.streamTimer = 0;
    outbox.onSent = (item, sequence) => this.noteSent(item, sequence);
  }

  /** Load the history, greet a newcomer, listen. */
  async start() {
    for (let tries = 0; (await this.catchUp()) < 0; tries++) {
      const wait = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
      await new Promise((resolve) => this.wakeable(resolve, wait));
    }
    this.view.announceFromNowOn();
    if (!this.newest && !this.pending && !this.outbox.items.length) this.outbox.add({ kind: "start" }, "");
    this.started = true;
    this.openStream();
  }

  /**
   * Wait, but no longer than until the network comes back.
   * @param {(value?: any) => void} resolve
   * @param {number} wait
   */
  wakeable(resolve, wait) {
    setTimeout(resolve, wait);
    window.addEventListener("online", resolve, { once: true });
  }

  /** Something may have happened while we were away. */
  wake() {
    if (document.hidden) return;
    this.outbox.retryNow();
    this.catchUp();
    if (this.started && !this.isStreaming()) this.openStream();
  }

  /**
   * Fetch what is missing; several callers share one request.
   * @returns {Promise<number>} how many messages of others were new; -1 when the server did not answer
   */
  async catchUp() {
    if (!this.looking) this.looking = this.look();
    try {
      return await this.looking;
    } finally {
      this.looking = null;
    }
  }

  async look() {
    const wasDown = this.line.isDown();
    const answer = await request(`${this.messages}?after=${this.resumePoint()}`);
    this.line.note(answer.status === 200, answer.status);
    if (answer.status !== 200) return -1;
    if (wasDown) this.outbox.retryNow();
    if (answer.data.first) this.view.forgetBefore(answer.data.first);
    followLanguage(answer.data.language);
    const news = answer.data.messages.filter((/** @type {Message} */ message) => this.accept(message)).length;
    this.setPending(Boolean(answer.data.pending));
    this.view.follow(news > 0);
    return news;
  }

  /**
   * @param {Message} message
   * @returns {boolean} whether it is news to the person
   */
  accept(message) {
    if (this.seen.has(message.sequence)) return false;
    this.note(message.sequence);
    this.view.show(message);
    return message.author !== "me";
  }

  /** @param {number} sequence */
  note(sequence) {
    for (let missing = this.newest + 1; missing < sequence; missing++) this.holes.set(missing, Date.now());
    this.holes.delete(sequence);
    this.seen.add(sequence);
    this.newest = Math.max(this.newest, sequence);
    this.lastNews = Date.now();
  }

  /** The number after which to ask: before the oldest hole that may still be filled, else the newest. */
  resumePoint() {
    for (const [missing, since] of this.holes) {
      if (Date.now() - since < HOLE_MS) return missing - 1;
      this.holes.delete(missing);
    }
    return this.newest;
  }

  /** @param {boolean} pending */
  setPending(pending) {
    this.pending = pending;
    this.view.setPending(pending);
  }

  /**
   * @param {Item} item
   * @param {number} sequence
   */
  noteSent(item, sequence) {
    // Numbers only grow. When they do not, everything was erased meanwhile and the conversation began anew.
    if (item.floor !== undefined && sequence <= item.floor) this.beginAnew();
    this.note(sequence);
    // The answer can be faster than the receipt.
    if (this.newest === sequence) this.setPending(true);
    this.expectAnswer(CHECK_MS);
  }

  beginAnew() {
    this.view.forgetBefore(Infinity);
    this.seen.clear();
    this.holes.clear();
    this.newest = 0;
    this.openStream();
  }

  /**
   * Look by ourselves when the stream stays silent; when it keeps missing messages, stop relying on it.
   * @param {number} wait
   */
  expectAnswer(wait) {
    clearTimeout(this.checkTimer);
    this.checkTimer = setTimeout(async () => {
      const missed = await this.catchUp();
      if (missed > 0 && this.isStreaming()) this.deaf += 1;
      if (this.deaf > 1) this.giveUpStream();
      if (this.pending) this.expectAnswer(Math.min(wait * 2, 60000));
    }, wait);
  }

  openStream() {
    this.closeStream();
    this.poll();
    if (!window.EventSource || this.deaf > 1) return;
    const stream = new EventSource(`${this.events}?after=${this.resumePoint()}`);
    this.stream = stream;
    /** @param {string} name @param {(data: any) => void} action */
    const on = (name, action) =>
      stream.addEventListener(name, (event) => action(JSON.parse(/** @type {MessageEvent} */ (event).data)));
    on("message", (message) => this.heard(message));
    on("typing", (data) => this.setPending(data.pending));
    on("erased", (data) => this.view.forgetBefore(data.first));
    on("language", (data) => followLanguage(data.language));
    stream.onopen = () => this.streamOpened();
    stream.onerror = () => this.streamFailed();
  }

  closeStream() {
    clearTimeout(this.streamTimer);
    if (this.stream) this.stream.close();
    this.stream = null;
  }

  isStreaming() {
    return Boolean(this.stream && this.stream.readyState === 1);
  }

  /** @param {Message} message */
  heard(message) {
    this.deaf = 0;
    this.view.follow(this.accept(message));
  }

  streamOpened() {
    // Whether an answer is being prepared may have changed while the stream was away.
    if (this.streamFailures) this.catchUp();
    this.streamFailures = 0;
  }

  /** The browser reconnects by itself, except after an answer such as 502. */
  streamFailed() {
    this.streamFailures += 1;
    if (this.streamFailures < STREAM_FAILURES && this.stream && this.stream.readyState === 0) this.poll();
    else this.giveUpStream();
  }

  /** Only look every few seconds, and try a stream again later. */
  giveUpStream() {
    this.closeStream();
    this.poll();
    this.streamTimer = setTimeout(() => this.openStream(), STREAM_RETRY_MS);
  }

  /** Look every few seconds until a stream is open. A hidden page does not look: it costs the person money. */
  poll() {
    clearTimeout(this.pollTimer);
    const quick = Date.now() - this.lastNews < BUSY_MS && !this.line.isDown();
    this.pollTimer = setTimeout(async () => {
      if (this.isStreaming()) return;
      if (!document.hidden) await this.catchUp();
      this.poll();
    }, quick ? POLL_MS : IDLE_POLL_MS);
  }
}

// ------------------------------------------------------------------------------------------------------- the composer

/**
 * @param {(text: string) => void} say
 */
function setUpComposer(say) {
  const form = byId("composer");
  const field = /** @type {HTMLTextAreaElement} */ (byId("text"));
  const full = byId("full");

  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
    const text = field.value.length >= field.maxLength ? byId("chat").dataset.full : "";
    if (full.textContent !== text) full.textContent = text;
  };

  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byId("send").click();
  });
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text) {
      say(text);
      field.value = "";
      fit();
    }
    field.focus();
  });
  fit();
}

function main() {
  const words = byId("chat").dataset;
  const line = new Line();
  const view = new View((choice, label) => outbox.add({ choice }, label, feed.newest));
  const outbox = new Outbox(words.messages, view, line);
  const feed = new Feed(words.messages, words.events, view, line, outbox);
  /** @param {string} text */
  const say = (text) => outbox.add({ text }, text, feed.newest);

  restoreDraft();
  setUpComposer(say);
  for (const button of document.querySelectorAll("button[disabled]")) /** @type {any} */ (button).disabled = false;
  for (const button of document.querySelectorAll("button[data-send]")) {
    onPress(/** @type {any} */ (button), () => say(/** @type {any} */ (button).dataset.send));
  }
  document.addEventListener("visibilitychange", () => feed.wake());
  window.addEventListener("online", () => feed.wake());
  window.addEventListener("pageshow", (event) => event.persisted && feed.wake());

  outbox.restore();
  outbox.flush();
  line.refresh();
  feed.start();
}

main();
